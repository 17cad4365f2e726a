import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { isOwnPage } from './address.ts';

/** Who sent a call, as far as it matters. */
export interface Sender {
  sender: unknown;
  senderFrame: Pick<NonNullable<IpcMainInvokeEvent['senderFrame']>, 'url' | 'parent'> | null;
}

/**
 * Refuses a call that does not come from the main frame of our page in our window. A frame inside the page, another
 * window, or a page that the window came to show could be anybody's.
 * @throws Error, so that the refusal is loud.
 */
export function requireOwnPage(contents: WebContents, { sender, senderFrame }: Sender): void {
  const own =
    sender === contents && senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
  if (!own) throw new Error(`a call from ${senderFrame?.url ?? 'a frame that is gone'} was refused`);
}
