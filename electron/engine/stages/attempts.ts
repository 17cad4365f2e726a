import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Retry } from '../run/tuning.ts';
import { isTransient, sqlstate, sqlstateOf } from '../target/sqlstate.ts';

export interface Persistence {
  retry: Retry;
  signal: AbortSignal;
  /** Counts what was done for good. An attempt that got further than the one before starts counting anew. */
  advanced(): number;
  /** True once the target answered: before that, a wrong address must be told at once. */
  reached(): boolean;
  onRetry(error: unknown, failures: number, delay: number): void;
}

/**
 * Does the work again when it failed for something that passes: each attempt asks the target anew what is done.
 * Throws the last error, unchanged, when it will not pass or did not pass in time; the signal's reason on abort.
 */
export async function persist<T>(work: () => Promise<T>, options: Persistence): Promise<T> {
  const { retry, signal, advanced, reached, onRetry } = options;
  let failures = 0;
  let before = advanced();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(reached() ? mayPass(error) : isStarting(error))) throw error;
      if (advanced() !== before) failures = 0;
      before = advanced();
      failures++;
      if (failures > retry.attempts) throw error;
      const wait = delayBefore(failures, retry);
      onRetry(error, failures, wait);
      await delay(wait, undefined, { signal });
    }
  }
}

/** Milliseconds before the next attempt: twice as long each time, up to the longest. */
function delayBefore(failures: number, { firstDelay, longestDelay }: Retry): number {
  return Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - 1, 30));
}

/** A server that goes down in the middle of a TLS handshake looks like one that speaks no TLS. */
function mayPass(error: unknown): boolean {
  return isTransient(error) || (error instanceof AppError && error.code === 'target.tls');
}

/** The server is there, and not ready yet. */
function isStarting(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return sqlstateOf(cause) === sqlstate.cannotConnectNow;
}
