import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CliResult, cli } from '../../helpers/cli.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { migrated } from './scene.ts';

it('survives kill -9 at every step, and the next attempt ends it', { timeout: 180_000 }, async () => {
  const scene = await migrated({ rows: 3000 });
  const file = join(scene.folder, '.env');
  writeFileSync(file, 'DATABASE_TYPE=sqlite\n');
  /** Runs a command, and kills it without a word when `at` milliseconds of its work are over. */
  const attempt = (args: string[], at: number | null): Promise<CliResult> => {
    let timer: NodeJS.Timeout | undefined;
    return cli([...args, '--run', scene.state.id, '--target', scene.url, '--json', '--progress', 'json'], {
      env: { AUTOCORE_MIGRATE_HOME: scene.workspace },
      onStderr: (child) => {
        if (at === null || timer) return;
        timer = setTimeout(() => child.kill('SIGKILL'), at);
      },
    });
  };
  const through = async (args: string[]): Promise<void> => {
    for (const at of [0, 30, 100]) await attempt(args, at);
    let last = await attempt(args, null);
    // The server may not have noticed yet that its client is gone.
    for (let i = 0; i < 10 && last.stdout.includes('target.busy'); i++) last = await attempt(args, null);
    expect(last.code, last.stdout).toBe(0);
  };
  scene.change((db) => {
    db.exec(
      `update telemetry_data set data_value = data_value || '!' where id % 3 = 0; delete from telemetry_data where id % 7 = 0`,
    );
  });
  await through(['sync']);
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  scene.change((db) => db.exec(`update devices set name = name || '?'`));
  await through(['cutover', '--env', file, '--yes']);
  const source = dump(scene.source);
  await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 2`));
  await through(['rollback', '--yes']);
  const now = dump(scene.source);
  expect(now.telemetry_data).toEqual(source.telemetry_data);
  expect(now.devices?.filter((row) => !source.devices?.includes(row)).length).toBe(1);
});
