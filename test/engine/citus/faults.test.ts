import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { commitTogether } from '../../../electron/engine/target/citus.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient, withTransaction } from '../../../electron/engine/target/connect.ts';
import { describeOnCitus } from '../../helpers/citus.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { cliUntil, runsOf } from '../../helpers/kill.ts';
import { quickTuning, sceneWith } from '../../helpers/migration.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

describeOnCitus('a run on Citus that is cut off', ({ nodes, everywhere }) => {
  it('goes on where it was when it is killed', async () => {
    const before = await everywhere();
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 20_000 });
    const home = join(folder, 'workspace');
    const env = { AUTOCORE_MIGRATE_HOME: home, AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning) };
    const words = ['--source', source, '--target', nodes.coordinator, '--schema', 'killed', '--yes'];
    let ended = await cliUntil(['migrate', ...words], { stage: 'load', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const [run = ''] = runsOf(home);
    const again = ['resume', '--run', run, '--target', nodes.coordinator];
    ended = await cliUntil(again, { stage: 'indexes', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const last = await cli(again, { env });
    expect(last.code, last.stderr).toBe(0);
    await expectSameRows(source, nodes.coordinator, 'killed');
    const undone = await cli(['rollback', '--run', run, '--target', nodes.coordinator, '--yes'], { env });
    expect(undone.code, undone.stderr).toBe(0);
    expect(await everywhere()).toEqual(before);
  });

  it('has rows and journal agree when the coordinator is killed while it loads', async ({ skip }) => {
    const { server } = nodes;
    if (server === null) {
      console.log('The coordinator of AUTOCORE_CITUS_URL is not ours to kill: skipped.');
      return skip();
    }
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 20_000 });
    // Until the server has found its way back out of its log.
    const retry = { attempts: 200, firstDelay: 50, longestDelay: 500 };
    const scene = sceneWith({ folder, source, url: nodes.coordinator, tuning: { retry } });
    let restarted: Promise<void> | null = null;
    scene.onProgress = ({ stage, done }) => {
      if (stage === 'load' && done > 0) restarted ??= server.restart('kill');
    };
    const state = await scene.migrate({ schema: 'crashed' });
    await (restarted ?? expect.unreachable('the load said nothing of its progress'));
    expect(state.status).toBe('succeeded');
    await expectSameRows(source, nodes.coordinator, 'crashed');
    await scene.rollback(state.id);
  });

  it('commits what a catch-up changes in two phases, together with the journal', async () => {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 500 });
    const scene = sceneWith({ folder, source, url: nodes.coordinator });
    const state = await scene.migrate({ schema: 'phases' });
    await withClient(targetConfig(nodes.coordinator, {}), async (client) => {
      const said: string[] = [];
      client.on('notice', ({ message }) => said.push(message ?? ''));
      await client.query('set client_min_messages = notice; set citus.log_remote_commands = on');
      const prepared = async (before: () => Promise<void>) => {
        said.length = 0;
        await withTransaction(client, async () => {
          await before();
          await client.query('delete from phases.event_logs where id = -1');
        });
        return said.filter((text) => text.includes('PREPARE TRANSACTION')).length;
      };
      // Alone, the node commits before the coordinator does.
      expect(await prepared(async () => {})).toBe(0);
      expect(await prepared(() => commitTogether(client, 'phases', [{ target: 'icons' }]))).toBe(1);
    });
    await scene.rollback(state.id);
  });
});
