import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { Logger } from '../context.ts';
import { clearUnfinished } from '../export/output-folder.ts';
import { openLog } from '../log.ts';
import { interruption, seenRows } from '../run/committed.ts';
import { openWorkspace } from '../run/workspace.ts';
import { managedServer } from '../server/managed.ts';
import { partsOfSnapshot } from '../source/snapshot.ts';
import { rmIfFree } from '../system/files.ts';

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
    const error = new AppError('interrupted');
    await abandonExport(workspace, { ...state, status: 'interrupted', error: told(error) });
    return error;
  }
  const error = interruption(run, seenRows(state));
  // What is done with a run after its end leaves it as it is.
  if (state.status === 'running') {
    state.status = 'interrupted';
    state.error = told(error);
    await writeState(state);
  }
  // The thread has them open, and Windows keeps them then: the next attempt removes them.
  for (const part of partsOfSnapshot(runFolder(run).snapshot))
    await goOn(workspace, part, () => rmIfFree(part));
  if (state.target.managed) await leaveServer(workspace, run);
  return error;
}

function told({ code, message }: AppError): NonNullable<RunState['error']> {
  return { code, message, hint: '' };
}

/** Leaves nothing of an export, as far as the system allows it while the thread has files open. */
async function abandonExport(workspace: string, state: RunState): Promise<void> {
  const { writeState, runFolder } = openWorkspace(workspace, {});
  const { exportTo = '' } = state.options;
  const { dir } = runFolder(state.id);
  await goOn(workspace, exportTo, () => clearUnfinished(exportTo));
  await goOn(workspace, dir, async () => {
    if (await rmIfFree(dir, { recursive: true })) return;
    // What stays has to say what it is.
    await writeState(state);
  });
}

/** What cannot be cleared is for the log: people have to hear that they were interrupted, and the rest is to be done. */
async function goOn(workspace: string, path: string, clear: () => Promise<unknown>): Promise<void> {
  await clear().catch((err: unknown) =>
    withLog(workspace, async (log) => log.warn({ err, path }, 'not cleared')),
  );
}

/** Stops the managed server when it runs for this run alone. */
async function leaveServer(workspace: string, run: string): Promise<void> {
  await withLog(workspace, async (log) => {
    const server = managedServer({ workspace, log });
    const { running, manual, users } = await server.status();
    const own = users.every(({ pid, user }) => pid === process.pid && user === run);
    if (running && !manual && own) await server.stop();
  });
}

/** The log of the process that the thread belonged to: nobody else closes it. */
async function withLog(workspace: string, work: (log: Logger) => Promise<void>): Promise<void> {
  const log = openLog(workspace, 'info');
  await work(log).finally(log.close);
}
