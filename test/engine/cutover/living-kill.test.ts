import { watch } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CliResult, cli } from '../../helpers/cli.ts';
import { randomFrom } from '../../helpers/kill.ts';
import { afterMigration } from './live.ts';
import { canWrite, inSqlite, lost, startApplication } from './living.ts';

/** `npm run soak -- 200` kills that often; else it is a handful. */
const kills = Number(process.env.AUTOCORE_KILLS ?? 4);
const seed = Number(process.env.AUTOCORE_SEED ?? 42);
/** Kills of one vehicle's way there and back. */
const each = 4;

/** Runs a command; it is killed at the n-th thing that happens in these folders. */
async function killedAt(
  args: string[],
  env: Record<string, string>,
  folders: string[],
  n: number,
): Promise<CliResult> {
  let left = n;
  let kill = (): void => {};
  const watchers = folders.map((folder) =>
    watch(folder, (_, file) => {
      // The application's own notes and its database come and go all the time.
      if (file === null || /^notes|^autocore\.db(-|$)/.test(file)) return;
      if (--left === 0) kill();
    }),
  );
  const onSpawn = (child: { kill(signal: 'SIGKILL'): boolean }): void => {
    kill = () => child.kill('SIGKILL');
  };
  return cli(args, { env, onSpawn }).finally(() => {
    for (const watcher of watchers) watcher.close();
  });
}

it.runIf(canWrite)(
  'an application that follows its .env file loses no row, however often going live and coming back are killed',
  { timeout: 3_600_000 },
  async () => {
    const random = randomFrom(seed);
    let done = 0;
    let rows = 0;
    for (let vehicle = 0; done < kills; vehicle++) {
      const scene = await afterMigration({ rows: 60 });
      const folders = [scene.folder, join(scene.workspace, 'runs', scene.state.id)];
      const env = { AUTOCORE_MIGRATE_HOME: scene.workspace };
      const common = [
        '--run',
        scene.state.id,
        '--target',
        scene.url,
        '--yes',
        '--json',
        '--progress',
        'none',
      ];
      const left = Math.min(each, kills - done);
      /** Returns how often it was killed: it may come to its end before. */
      const through = async (command: string[], most: number): Promise<number> => {
        for (let tries = 0; ; ) {
          const at = tries < most ? 1 + random(45) : 0;
          const result = await killedAt([...command, ...common], env, folders, at);
          if (result.code === 0) return tries;
          // Killed, or told that somebody writes at this very moment: both are gone on with by doing it again.
          expect([null, 3], `${command[0]}: ${result.stdout}${result.stderr}`).toContain(result.code);
          if (result.code === null) tries++;
        }
      };
      const half = Math.ceil(left / 2);
      done += await through(['cutover', '--env', scene.file], half);
      // Going live never ends while somebody still writes to SQLite: it is stopped for that, and starts with what its
      // file says now.
      const app = await startApplication(scene, 'each', `v${vehicle}`);
      await app.more(3);
      done += await through(['rollback'], left - half);
      await app.more(3);
      await app.stop();
      rows += app.committed().length;
      expect(lost(app, inSqlite(scene.source)), `vehicle ${vehicle}, seed ${seed}`).toEqual([]);
    }
    console.log(`${rows} rows were committed over ${done} kills, none was lost (seed ${seed})`);
  },
);
