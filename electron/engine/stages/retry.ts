import { AppError } from '../../../shared/errors.ts';
import { committedRows, interruption } from '../run/committed.ts';
import type { RunSession } from '../run/session.ts';
import { type Target, type TargetInput, withTarget } from '../run/target.ts';
import { isTransient, targetParams, toAppError } from '../target/sqlstate.ts';
import { persist } from './attempts.ts';

/**
 * Runs `work` with the target of a run, again and again while it fails for something that passes: connections that get
 * lost, a server that restarts, locks. `work` asks the journal each time what is done.
 * @throws AppError target.lost {host, port, database, user, reason} when it did not pass in time, interrupted {run,
 *   rows, tables} when it was stopped, other target.* for what the server said; anything else as it is.
 */
export async function endure(
  session: RunSession,
  input: TargetInput,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  await withTarget(input, session.ctx, async (target) => {
    let first = true;
    const attempt = async (): Promise<void> => {
      if (!first) await target.revive();
      first = false;
      await work(target);
    };
    try {
      await persist(attempt, persistenceOf(session, target));
    } catch (error) {
      if (session.ctx.signal.aborted) {
        throw interruption(session.state.id, await committedRows(target, session.state), error);
      }
      const gone = session.done.reached && isTransient(error);
      throw gone ? lostError(error, target) : toAppError(error, target.config);
    }
  });
}

function persistenceOf({ ctx, state, done }: RunSession, target: Target) {
  return {
    retry: target.tuning.retry,
    signal: ctx.signal,
    advanced: () => done.steps,
    reached: () => done.reached,
    onRetry: (err: unknown, failures: number, delay: number) =>
      ctx.log.warn({ run: state.id, err, failures, delay }, 'target lost; the run goes on in a moment'),
  };
}

function lostError(error: unknown, { config }: Target): AppError {
  const params = targetParams(error, config);
  const told = error instanceof AppError ? error.params.reason : undefined;
  return new AppError('target.lost', { ...params, ...(told ? { reason: told } : {}) }, { cause: error });
}
