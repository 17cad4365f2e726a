import { Notification } from 'electron';
import type { JobSnapshot } from '../../../shared/contract.ts';
import type { Translate } from '../../../shared/messages/index.ts';
import { busy } from '../shared/job/job.ts';

/** How a job has ended by itself since it was last heard of; null when it has not, or the user has ended it. */
export function endOf(before: JobSnapshot | null, now: JobSnapshot | null): 'done' | 'failed' | null {
  if (before === null || now === null || before.id !== now.id || !busy.has(before.status)) return null;
  return now.status === 'done' || now.status === 'failed' ? now.status : null;
}

/**
 * Tells of the end of a job through the system. What was migrated, where, and what went wrong is for the window alone:
 * a notification can be read by whoever stands before a locked screen.
 * @param onClick the user wants to see it.
 * @param onFailure is told why the system shows none.
 */
export function notify(
  end: 'done' | 'failed',
  kind: JobSnapshot['kind'],
  t: Translate,
  onClick: () => void,
  onFailure: (reason: string) => void,
): Notification | null {
  if (!Notification.isSupported()) return null;
  const notification = new Notification({
    title: t(`desktop.notice.${end}`, { work: t(`desktop.work.${kind}`) }),
    body: t('desktop.notice.look'),
  });
  notification.on('click', onClick);
  notification.on('failed', (_event, reason) => onFailure(reason));
  notification.show();
  return notification;
}
