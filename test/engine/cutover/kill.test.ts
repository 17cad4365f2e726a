import { readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type CliResult, cli } from '../../helpers/cli.ts';
import { withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { dump } from './dump.ts';
import { migrated } from './scene.ts';

/** `npm run soak` kills at every file that comes or goes; here it is those that a step begins or ends with. */
const steps = process.env.AUTOCORE_KILLS
  ? /./
  : /^(next-snapshot\.db|next-plan\.json|sync\.json|snapshot\.db|run\.json|cutover\.json( [1-9])?|\.env|\.env\.before.*|restored\.db|autocore\.db.*)$/;

/**
 * Runs a command again and again; each time it is killed without a word at the first file that it touches and that it
 * was not killed at before. Returns these files, a number behind those that are written several times.
 */
async function killThrough(
  run: (watching: (kill: () => void) => void) => Promise<CliResult>,
  folders: string[],
  check: (moment: string) => void,
): Promise<string[]> {
  const moments: string[] = [];
  for (;;) {
    const times = new Map<string, number>();
    let kill: (() => void) | null = null;
    let at: string | null = null;
    const watchers = folders.map((folder) =>
      watch(folder, (event, file) => {
        if (event !== 'rename' || at !== null || kill === null || file === null) return;
        const n = (times.get(file) ?? 0) + 1;
        times.set(file, n);
        const moment = (n === 1 ? file : `${file} ${n}`).replace(/\.[0-9a-f]{8}\.part/, '.*.part');
        if (moments.includes(moment) || !steps.test(moment)) return;
        at = moment;
        kill();
      }),
    );
    const result = await run((how) => {
      kill = how;
    }).finally(() => {
      for (const watcher of watchers) watcher.close();
    });
    if (at === null) {
      expect(result.code, result.stdout + result.stderr).toBe(0);
      return moments;
    }
    moments.push(at);
    // It may have come to its end at the same moment.
    expect([null, 0], result.stdout).toContain(result.code);
    check(at);
  }
}

it('survives kill -9 at every step, and the next attempt ends it', { timeout: 1_800_000 }, async () => {
  const scene = await migrated({ rows: 1000 });
  const file = join(scene.folder, '.env');
  const old = 'DATABASE_TYPE=sqlite\n';
  writeFileSync(file, old);
  const runFolder = join(scene.workspace, 'runs', scene.state.id);
  const through = (args: string[], check: (moment: string) => void): Promise<string[]> => {
    const all = [...args, '--run', scene.state.id, '--target', scene.url, '--json', '--progress', 'json'];
    const env = { AUTOCORE_MIGRATE_HOME: scene.workspace };
    return killThrough(
      (watching) => cli(all, { env, onSpawn: (child) => watching(() => child.kill('SIGKILL')) }),
      [runFolder, scene.folder],
      check,
    );
  };
  const wholeEnv = (): void => {
    const env = readFileSync(file, 'utf8');
    if (env !== old) expect(env).toMatch(/^DATABASE_TYPE=postgresql\nDB_HOST=[\s\S]*DB_PASSWORD=.+\n$/);
  };

  scene.change((db) => {
    db.exec(
      `update telemetry_data set data_value = data_value || '!' where id % 3 = 0; delete from telemetry_data where id % 7 = 0`,
    );
  });
  const sync = await through(['sync'], wholeEnv);
  expect(readFileSync(file, 'utf8')).toBe(old);
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  scene.change((db) => db.exec(`update devices set name = name || '?'`));
  const source = dump(scene.source);
  const cutover = await through(['cutover', '--env', file, '--yes'], wholeEnv);
  expect(dump(scene.source)).toEqual(source);
  await expectSameRows(scene.source, scene.url);
  await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 2`));
  const rollback = await through(['rollback', '--yes'], () => {
    wholeEnv();
    // The old file or the new one, under its name.
    const n = dump(scene.source).devices?.filter((row) => !source.devices?.includes(row)).length;
    expect([0, 1]).toContain(n);
  });
  console.log(`killed at ${[...sync, ...cutover, ...rollback].join(', ')}`);
  expect(sync.length).toBeGreaterThan(3);
  expect(cutover.length).toBeGreaterThan(6);
  expect(rollback.length).toBeGreaterThan(3);
  const now = dump(scene.source);
  expect(now.telemetry_data).toEqual(source.telemetry_data);
  // However often it was killed around the swap: what is kept is what the application had, once.
  const kept = `${scene.source}.before-rollback-${scene.state.id}`;
  expect(dump(kept)).toEqual(source);
  expect(readdirSync(scene.folder).filter((name) => name.startsWith('autocore.db.'))).toEqual([
    basename(kept),
  ]);
  expect(now.devices?.filter((row) => !source.devices?.includes(row)).length).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(old);
  expect(readdirSync(dirname(file)).filter((name) => /part$|incoming/.test(name))).toEqual([]);
});
