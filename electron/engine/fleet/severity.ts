import { exitCodeOf, exitCodes } from '../../../shared/errors.ts';
import type { VehicleStatus } from '../../../shared/model/index.ts';

/**
 * Exit codes, the most severe first: what nobody understands, then data that may be wrong, then a server, a file, a
 * question, and what only has to be called again.
 */
const order: readonly number[] = [1, 4, 5, 2, 3, 6, 0];

/** The most severe of the codes; 0 where there is none. */
export function worstOf(codes: Iterable<number>): number {
  const place = (code: number): number => {
    const at = order.indexOf(code);
    // A code that is not known is a bug.
    return at < 0 ? 0 : at;
  };
  let worst: number = order.length - 1;
  for (const code of codes) worst = Math.min(worst, place(code));
  return order[worst] as number;
}

/** The exit code of a vehicle. @param error what stopped it, where something did. */
export function exitOf(status: VehicleStatus, error: unknown): number {
  switch (status) {
    case 'done':
    case 'live':
    case 'undone':
      return error === null ? 0 : exitCodeOf(error);
    case 'differences':
      return exitCodes['validation.differences'];
    case 'changed':
    case 'question':
      return exitCodes['decisions.missing'];
    case 'interrupted':
    case 'running':
    case 'waiting':
      return exitCodes.interrupted;
    case 'failed':
      return exitCodeOf(error);
  }
}
