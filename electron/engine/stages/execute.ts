import { AppError, exitCodes } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { interruption, seenRows } from '../run/committed.ts';
import { exists, workspaceError } from '../run/folder.ts';
import { verifyFolder } from '../run/prepared.ts';
import { type RunSession, save } from '../run/session.ts';
import type { TargetInput } from '../run/target.ts';
import { openSource } from '../source/open.ts';
import { endure } from './retry.ts';
import { walk } from './walk.ts';

/**
 * Takes a run to its end, over lost connections and restarts of the server.
 * @throws AppError; where the run can be resumed, its params hold `run`.
 */
export async function execute(session: RunSession, input: TargetInput): Promise<RunState> {
  const { state } = session;
  const before = { status: state.status, error: state.error };
  state.status = 'running';
  try {
    await verifyFolder(session);
    // Before anything else: a source or target that cannot be used must cost no time.
    if (!(await exists(session.folder.snapshot))) openSource(state.source.path).close();
    await endure(session, input, (target) => walk(session, target));
    state.error = null;
    await save(session);
    return state;
  } catch (error) {
    const told = toldOf(session, error);
    await remember(session, told, before);
    throw withRun(session, told);
  }
}

function toldOf({ ctx, state, workspace }: RunSession, error: unknown): unknown {
  if (error instanceof AppError && error.code === 'interrupted' && error.params.run) return error;
  if (ctx.signal.aborted) return interruption(state.id, seenRows(state), error);
  return workspaceError(error, workspace.dir);
}

/**
 * What the state says after a failure: refused when nothing was written to the target, else it can be resumed. A
 * failure before anything began changes nothing.
 */
async function remember(
  session: RunSession,
  error: unknown,
  before: Pick<RunState, 'status' | 'error'>,
): Promise<void> {
  const { state, ctx, done } = session;
  if (!done.begun && before.status !== 'running') Object.assign(state, before);
  else {
    state.status = isRefusal(session, error) ? 'refused' : 'interrupted';
    state.error = {
      code: error instanceof AppError ? error.code : 'internal',
      message: error instanceof Error ? error.message : String(error),
      hint: '',
    };
  }
  // The first failure is the one to tell. Without this note the state says `running`, and resumes all the same.
  await save(session).catch((err: unknown) => ctx.log.error({ run: state.id, err }, 'state not written'));
}

/** True for a failure that a person has to do something about before anything was written to the target. */
function isRefusal({ state, ctx }: RunSession, error: unknown): boolean {
  const before: RunState['stage'][] = ['snapshot', 'audit', 'plan', 'prepare'];
  if (ctx.signal.aborted || !(error instanceof AppError)) return false;
  return before.includes(state.stage) && exitCodes[error.code] !== 6 && error.code !== 'internal';
}

/** A run that can be resumed is named in its error. */
function withRun({ state, done }: RunSession, error: unknown): unknown {
  if (!(error instanceof AppError) || state.status !== 'interrupted' || !done.begun) return error;
  return new AppError(error.code, { ...error.params, run: state.id }, { cause: error.cause ?? error });
}
