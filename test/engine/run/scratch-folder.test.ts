import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { auditFiles, removeOldAudits } from '../../../electron/engine/run/audit-folder.ts';
import { makeScratch, removeOldScratch } from '../../../electron/engine/run/scratch-folder.ts';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { processIdentity } from '../../../electron/engine/system/process.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';

/** Id of a process that is no more. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;

/** The folder as it lies there when its process was killed. */
function left(folder: string): string {
  const name = basename(folder).replace(/^\d+/, String(gone));
  renameSync(folder, join(dirname(folder), name));
  return join(dirname(folder), name);
}

it('goes where its process was killed, with the server that still runs there', async () => {
  const workspace = tempFolder();
  const copy = left(await makeScratch(workspace, 'audit'));
  writeFileSync(join(copy, 'snapshot.db'), 'values of somebody');
  const rehearsal = left(await makeScratch(workspace, 'rehearsal'));
  const server = managedServer({ workspace: rehearsal, log: silentLog, outlives: false });
  const pid = (await server.start({ manual: true })).pid ?? Number.NaN;
  expect(await processIdentity(pid)).toMatchObject({ is: 'known' });
  const own = await makeScratch(workspace, 'export');
  mkdirSync(join(workspace, 'scratch', 'of somebody else'));
  await removeOldScratch(workspace);
  expect(readdirSync(join(workspace, 'scratch')).sort()).toEqual([basename(own), 'of somebody else'].sort());
  expect(await processIdentity(pid)).toEqual({ is: 'gone' });
});

it('goes where an earlier process had the same id, and a kept audit with it', async () => {
  const workspace = tempFolder();
  const sweep = () => Promise.all([removeOldScratch(workspace), removeOldAudits(workspace)]);
  await makeScratch(workspace, 'export');
  mkdirSync(auditFiles({ workspace, session: `${process.pid}-1` }).dir, { recursive: true });
  const found = () => ['scratch', 'audits'].map((name) => readdirSync(join(workspace, name)).length);
  await sweep();
  expect(found()).toEqual([1, 1]);
  // As in a container that was started anew: this process began after both were made.
  const began = vi.spyOn(process, 'uptime').mockReturnValue(-60);
  onTestFinished(() => began.mockRestore());
  await sweep();
  expect(found()).toEqual([0, 0]);
});

it('needs no workspace', async () => {
  await removeOldScratch(join(tempFolder(), 'nowhere'));
});
