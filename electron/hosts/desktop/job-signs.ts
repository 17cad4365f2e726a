import type { BrowserWindow, Notification } from 'electron';
import type { EventValue, JobSnapshot } from '../../../shared/contract.ts';
import type { Host } from '../shared/host.ts';
import { busy } from '../shared/job/job.ts';
import { stayAwake } from './awake.ts';
import { showAgain } from './instance.ts';
import { endOf, notify } from './notice.ts';
import { taskBarOf } from './task-bar.ts';

/** Outside of its page the program shows by the task bar, a notification and a computer that stays awake what it does. */
export function showJobs(
  window: BrowserWindow,
  host: Pick<Host, 'on' | 't' | 'unexpected'>,
  platform: NodeJS.Platform = process.platform,
): void {
  const awake = stayAwake();
  let job: JobSnapshot | null = null;
  let seen: string | null = null;
  // Held here: one that nothing holds is collected, and its click goes nowhere.
  let notification: Notification | null = null;

  const show = (): void => {
    if (window.isDestroyed()) return;
    if (job && !busy.has(job.status) && window.isFocused()) seen = job.id;
    const { progress, mode } = taskBarOf(job, seen === job?.id, platform);
    window.setProgressBar(progress, { mode });
  };
  const hear = (now: JobSnapshot | null): void => {
    const end = endOf(job, now);
    // A job that was gone on with can fail again.
    if (now && busy.has(now.status)) seen = null;
    job = now;
    awake(now !== null && busy.has(now.status));
    show();
    if (!end || !now || window.isDestroyed() || window.isFocused()) return;
    const forward = (): void => {
      if (!window.isDestroyed()) showAgain(window);
    };
    notification = notify(end, now.kind, host.t(), forward, (reason) =>
      host.unexpected(new Error(reason), 'notification'),
    );
  };
  const stop = host.on((name, value) => {
    if (name === 'job') hear(value as EventValue<'job'>);
  });
  window.on('focus', () => {
    notification?.close();
    notification = null;
    show();
  });
  window.on('closed', () => {
    stop();
    // What is being left in order is short, and nobody waits for it at a window.
    awake(false);
  });
}
