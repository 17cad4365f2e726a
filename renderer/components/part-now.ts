import type { JobSnapshot } from '../../shared/contract.ts';
import { useSecondsSince } from './use-clock.ts';

/** How far a job is now, and for how long the host has said nothing. */
export function usePartNow(job: JobSnapshot): { part: number; passed: number; moves: boolean } {
  const moves = job.status === 'running' || job.status === 'pausing' || job.status === 'cancelling';
  const passed = useSecondsSince(job, moves);
  return { part: partNow(job, passed), passed, moves };
}

/** Between two words of the host the bar goes on as the estimate says, and waits before it is full. */
function partNow({ whole, status }: JobSnapshot, passed: number): number {
  const { part, secondsLeft } = whole;
  if (status !== 'running' || secondsLeft === null || secondsLeft === 0) return part;
  return Math.min(0.99, part + (1 - part) * Math.min(1, passed / secondsLeft));
}
