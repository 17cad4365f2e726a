import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rm } from '../system/files.ts';
import { isLeftBehind } from '../system/process.ts';

/** What is made for a while: a copy that is looked at, the server of a rehearsal, documents on their way to somebody. */
export type ScratchKind = 'audit' | 'rehearsal' | 'export' | 'downloads';

/** Makes a folder that whoever asked for it removes. Its name tells whose it was, where a kill came before that. */
export async function makeScratch(workspace: string, kind: ScratchKind): Promise<string> {
  // As the workspace itself: the server of root runs as another user, who must be able to pass through.
  const passable = process.getuid?.() === 0 ? 0o711 : 0o700;
  const all = scratchFolder(workspace);
  await mkdir(all, { recursive: true, mode: passable });
  const folder = join(all, `${process.pid}-${kind}-${randomUUID().slice(0, 8)}`);
  await mkdir(folder, { mode: kind === 'rehearsal' ? passable : 0o700 });
  return folder;
}

/**
 * Removes what processes have left that did not come to clean up, and stops their servers. What cannot be removed now is
 * left to the next start, with a line in the log.
 */
export async function removeOldScratch(workspace: string): Promise<void> {
  const all = scratchFolder(workspace);
  // Without such a folder, or without the right to look into it, there is nothing to do here.
  for (const name of await readdir(all).catch(() => [])) {
    const folder = join(all, name);
    try {
      if (await isLeftBehind(folder)) await remove(workspace, folder, name);
    } catch (err) {
      // Where the log cannot be written either, whoever works next says so.
      await warn(workspace, err, folder).catch(() => {});
    }
  }
}

function scratchFolder(workspace: string): string {
  return join(workspace, 'scratch');
}

async function remove(workspace: string, folder: string, name: string): Promise<void> {
  if (name.includes('-rehearsal-')) {
    // Loaded only where it is needed: this is looked at by every start.
    const [{ managedServer }, { openLog }] = await Promise.all([
      import('../server/managed.ts'),
      import('../log.ts'),
    ]);
    const log = openLog(workspace, 'info');
    await managedServer({ workspace: folder, log, outlives: false }).stop().finally(log.close);
  }
  await rm(folder, { recursive: true, force: true });
}

async function warn(workspace: string, err: unknown, path: string): Promise<void> {
  const { openLog } = await import('../log.ts');
  const log = openLog(workspace, 'info');
  log.warn({ err, path }, 'what an earlier process left is not removed');
  log.close();
}
