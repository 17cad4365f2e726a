import type { ProgressBarOptions } from 'electron';
import type { JobSnapshot } from '../../../shared/contract.ts';

/** What the program's button in the task bar or the dock shows. */
export interface TaskBar {
  /** From 0 to 1; -1 for none, 2 for under way without an end in sight. */
  progress: number;
  /** Colours of Windows; the other systems have none. */
  mode: ProgressBarOptions['mode'];
}

const none: TaskBar = { progress: -1, mode: 'none' };

/**
 * How far a job is, for the task bar. It goes away with the job; one that failed stays red on Windows until somebody
 * has looked.
 * @param seen the user has had the window in front since the job ended.
 */
export function taskBarOf(job: JobSnapshot | null, seen: boolean, platform: NodeJS.Platform): TaskBar {
  if (job === null) return none;
  // As on the page; nothing before the first count.
  const progress = job.whole.part > 0 ? job.whole.part : null;
  switch (job.status) {
    case 'running':
      if (progress !== null) return { progress, mode: 'normal' };
      // Linux knows no such thing: an empty bar would say that nothing happens.
      return platform === 'linux' ? none : { progress: 2, mode: 'indeterminate' };
    case 'pausing':
    case 'paused':
    case 'cancelling':
      return { progress: progress ?? 0, mode: 'paused' };
    case 'failed':
      return platform === 'win32' && !seen ? { progress: 1, mode: 'error' } : none;
    case 'cancelled':
    case 'done':
      return none;
  }
}
