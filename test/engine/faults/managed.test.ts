import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { readCredentials } from '../../../electron/engine/server/credentials.ts';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';
import { sceneWith } from '../../helpers/migration.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

it('the managed server is killed twice, and started again each time by the run itself', async () => {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 12_000 });
  const scene = sceneWith({ folder, source, url: '', tuning: {} });
  const server = managedServer({ workspace: scene.workspace, log: silentLog });
  const killed: number[] = [];
  const due = new Set(['load', 'indexes']);
  scene.onProgress = async ({ stage, done }) => {
    if (done === 0 || !due.delete(stage)) return;
    const { pid } = await server.status();
    if (pid === null) throw new Error('the server does not run');
    killed.push(pid);
    process.kill(pid, 'SIGKILL');
  };
  const state = await scene.migrate({ target: null });
  expect(new Set(killed).size).toBe(2);
  expect(state).toMatchObject({ status: 'succeeded', objects: { missing: [] } });
  // Its last user is gone.
  expect(await server.status()).toMatchObject({ running: false, users: [] });
  const { url } = await server.start({ manual: true });
  try {
    const { owner } = await readCredentials(serverPaths(scene.workspace).credentials);
    const reached = new URL(url ?? '');
    reached.password = owner;
    await expectSameRows(source, reached.href);
  } finally {
    await server.stop();
  }
});
