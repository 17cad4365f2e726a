import { expect, it } from 'vitest';
import { cliUntil, progressOf, randomFrom } from '../../helpers/kill.ts';
import { withPg } from '../../helpers/postgres.ts';
import { writer } from './following-writer.ts';
import { migrated, select } from './scene.ts';

it('loses no row when following is killed at any moment and begun again', { timeout: 600_000 }, async () => {
  const scene = await migrated({ rows: 3000 });
  const living = writer(scene.source, 'wal');
  const random = randomFrom(17);
  const words = ['sync', '--follow', '--run', scene.state.id, '--target', scene.url];
  const env = { AUTOCORE_MIGRATE_HOME: scene.workspace };
  let rows = 0;
  for (let i = 0; i < 12; i++) {
    const moment = { stage: 'follow' as never, after: random(2500), signal: 'SIGKILL' as const };
    const ended = await cliUntil(words, moment, { env });
    expect(ended.hit, ended.stderr).toBe(true);
    rows += progressOf(ended.stderr).findLast((p) => p.following)?.following?.rows ?? 0;
  }
  expect(rows).toBeGreaterThan(0);
  await living.stop();
  await scene.sync();
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical', differences: 0 });
  const count = `select count(*) from telemetry_data where data_key = 'writer'`;
  await withPg(scene.url, async (client) => {
    const { rows } = await client.query({ text: count, rowMode: 'array' });
    expect(rows.map((row) => row.map(Number))).toEqual(select(scene.source, count));
  });
});
