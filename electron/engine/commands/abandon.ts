import { AppError } from '../../../shared/errors.ts';
import { clearUnfinished } from '../export/output-folder.ts';
import { openLog } from '../log.ts';
import { interruption, seenRows } from '../run/committed.ts';
import { forget } from '../run/folder.ts';
import { openWorkspace } from '../run/workspace.ts';
import { managedServer } from '../server/managed.ts';
import { partsOfSnapshot } from '../source/snapshot.ts';
import { rm } from '../system/files.ts';

/**
 * Says of a run that it was interrupted, in place of its own thread, which is inside SQLite and cannot. Only stages
 * that read the source or the snapshot are that long without a look at anything else: nothing of theirs is half written
 * but the copy of the source, which is removed. Of an export nothing is left.
 * @returns interrupted {run, rows, tables}, without parameters for an export
 */
export async function abandonRun(workspace: string, run: string): Promise<AppError> {
  const { readState, writeState, runFolder } = openWorkspace(workspace, {});
  const state = await readState(run);
  if (state.options.exportTo !== undefined && state.status === 'running') {
    await clearUnfinished(state.options.exportTo);
    await forget(runFolder(run));
    return new AppError('interrupted');
  }
  const error = interruption(run, seenRows(state));
  // What is done with a run after its end leaves it as it is.
  if (state.status === 'running') {
    state.status = 'interrupted';
    state.error = { code: error.code, message: error.message, hint: '' };
    await writeState(state);
  }
  for (const part of partsOfSnapshot(runFolder(run).snapshot)) await rm(part, { force: true });
  if (state.target.managed) await leaveServer(workspace, run);
  return error;
}

/** Stops the managed server when it runs for this run alone. */
async function leaveServer(workspace: string, run: string): Promise<void> {
  const server = managedServer({ workspace, log: openLog(workspace, 'info') });
  const { running, manual, users } = await server.status();
  const own = users.every(({ pid, user }) => pid === process.pid && user === run);
  if (running && !manual && own) await server.stop();
}
