import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { isTransient, sqlstateOf } from '../target/sqlstate.ts';

/** How long a run waits for a server that went away or went silent. All in milliseconds. */
export interface Patience {
  /** Waits between attempts, in order; when they are used up the run stops and can be resumed. */
  delays: number[];
  /** How often the server is asked for a sign of life while it works. */
  heartbeat: number;
  /** Without an answer for this long the connection counts as dead. */
  silence: number;
}

export const defaultPatience: Patience = {
  delays: [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000],
  heartbeat: 10_000,
  silence: 60_000,
};

/** After this long without a failure the attempts begin to count anew. */
const goodSpell = 60_000;

/** Conditions of the server that pass: not a full disk, and not what it says of the data. */
function passes(error: unknown): boolean {
  if (error instanceof AppError) {
    return [
      'target.lost',
      'target.unreachable',
      'target.timeout',
      'target.tooManyConnections',
      'target.busy',
    ].includes(error.code);
  }
  return isTransient(error) && sqlstateOf(error) !== '53100';
}

/**
 * Does `work` again, with growing waits, when the server was lost on the way. `work` must find out by itself what is
 * done already. Nothing is retried before `reached()`: a server that was never there is for a person to look at.
 * @throws the last error; AppError target.lost {reason} when the attempts are used up
 */
export async function withPatience(
  patience: Patience,
  signal: AbortSignal,
  reached: () => boolean,
  onRetry: (error: unknown, attempt: number, wait: number) => void,
  work: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const began = performance.now();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !reached() || !passes(error)) throw error;
      if (performance.now() - began > goodSpell) attempt = 0;
      const wait = patience.delays[attempt];
      if (wait === undefined) throw new AppError('target.lost', paramsOf(error), { cause: error });
      onRetry(error, attempt + 1, wait);
      await delay(wait, undefined, { signal });
    }
  }
}

function paramsOf(error: unknown): AppError['params'] {
  return error instanceof AppError
    ? error.params
    : { reason: error instanceof Error ? error.message : String(error) };
}

/**
 * Runs `work` while a connection that nobody else uses asks the server for a sign of life. A cable that was pulled out
 * sends no error: without an answer in time `onDead` must cut every connection, so that what waits on them fails.
 */
export async function withHeartbeat<T>(
  client: pg.Client,
  patience: Patience,
  onDead: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const beat = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await delay(patience.heartbeat, undefined, { signal: stop.signal });
      const answered = client.query('select 1').then(() => true);
      const late = delay(patience.silence, false, { signal: stop.signal });
      if (!(await Promise.race([answered, late]))) return onDead();
    }
  };
  // A lost connection is told by the work itself; the end of the work ends the waiting.
  const beating = beat().catch(() => undefined);
  try {
    return await work();
  } finally {
    stop.abort();
    await beating;
  }
}
