import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { cliUntil, killUntilDone, runsOf } from '../../helpers/kill.ts';
import { firstOf } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { quickTuning } from '../../helpers/migration.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { everything } from './scene.ts';

const seed = Number(process.env.AUTOCORE_SEED ?? 3);
const words = ['--if-not-empty', 'adopt', '--set', 'adopt.rowsThere:devices=match'];

/** AutoCore's tables as its own plan makes them, with two devices: one of the file, one that only stands there. */
async function scene() {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 6_000, dirty: true });
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const input = {
    workspace: join(folder, 'plano'),
    source,
    profile: 'compatible',
    extras: false,
    set: [],
    schema: 'public',
  };
  const { sql } = await operations.plan(input as never, quiet);
  await withPg(url, async (client) => {
    await client.query(sql);
    await client.query(`insert into devices (id, uuid, name, type, status, is_active, created_at, updated_at)
      select i, 'own-' || i, 'own', 'esp32', 'online', true, now()::timestamp, now()::timestamp from unnest(array[1, 4000]) i`);
  });
  const env = {
    AUTOCORE_MIGRATE_HOME: join(folder, 'trabalho'),
    AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning),
  };
  return { source, url, env, before: await everything(url) };
}

it('a run into the tables of the application is killed at random moments, resumed, and undone to the last row', async () => {
  const { source, url, env, before } = await scene();
  const kills = await killUntilDone({ seed, source, target: url, env, words });
  console.log(`seed ${seed} (AUTOCORE_SEED): ${kills.join(', ')}`);
  expect(kills.length).toBeGreaterThan(3);
  const [run = ''] = runsOf(env.AUTOCORE_MIGRATE_HOME);
  const undone = await cli(['rollback', '--run', run, '--target', url, '--yes', '--json'], { env });
  expect(undone.code, undone.stderr).toBe(0);
  expect(await everything(url)).toEqual(before);
});

/** Moments by what the run says of itself: how long it takes there is the computer's affair. */
const moments = [
  ...([3000, 0, 1000] as const).map((done) => ({ stage: 'load', done }) as const),
  ...(['prepare', 'indexes', 'validate'] as const).map((stage) => ({ stage, done: 0 })),
];

it.each(firstOf(moments))(
  'a run that was killed on its way is undone ($stage, $done rows)',
  async ({ stage, done }) => {
    const { source, url, env, before } = await scene();
    const args = ['migrate', '--source', source, '--target', url, '--yes', ...words];
    const ended = await cliUntil(args, { stage, done, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const [run = ''] = runsOf(env.AUTOCORE_MIGRATE_HOME);
    const undone = await cli(['rollback', '--run', run, '--target', url, '--yes', '--json'], { env });
    expect(undone.code, undone.stderr).toBe(0);
    expect(await everything(url)).toEqual(before);
  },
);
