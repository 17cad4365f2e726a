import { type BrowserWindow, powerMonitor } from 'electron';
import type { Host } from '../shared/host.ts';
import type { Leaving } from './leaving.ts';

/**
 * The end of the user's session interrupts what runs, so that it can be resumed. Nobody is asked: the computer is about
 * to go out. Where the system waits for a program that asks it to, it is asked to while the engine is at work; it goes
 * on by itself as soon as this process has ended, and that is within the limit of `leaving`.
 */
export function leaveWithSession(
  window: BrowserWindow,
  host: Pick<Host, 'working'>,
  leaving: Leaving,
  platform: NodeJS.Platform = process.platform,
): void {
  // Windows asks first. With nothing at work the program is left as it is: the person may still change their mind.
  window.on('query-session-end', (event) => {
    if (!host.working) return;
    event.preventDefault();
    leaving.now();
  });
  window.on('session-end', () => leaving.now());
  // macOS and Linux. Electron's types do not know of the event that its documentation describes.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    if (host.working) event?.preventDefault();
    leaving.now();
  });
  if (platform === 'win32') return;
  // A session that ends sends these to all of its programs, and so does somebody at a terminal.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => leaving.now());
}
