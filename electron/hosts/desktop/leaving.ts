import { app, session } from 'electron';
import { liveThreads } from '../../engine/client.ts';
import type { Host } from '../shared/host.ts';

/** Milliseconds that the engine has to leave everything in order. A run survives less: it is resumed. */
const limit = 15_000;

/** The way out of the program, which is the same however the end came about. */
export interface Leaving {
  /** True from the moment it is sure that the program ends: nobody is asked any more. */
  readonly begun: boolean;
  /** Interrupts what runs so that it can be resumed, puts everything in order, and ends. */
  now(): void;
}

/**
 * Ends the program when its window is closed or the system asks for it, in order and in a limited time.
 * @param keep puts down what is still to be remembered.
 */
export function leaveInOrder(
  host: Pick<Host, 'close' | 'unexpected'>,
  keep: () => Promise<void>,
  wait = limit,
): Leaving {
  let begun = false;
  const inOrder = async (): Promise<void> => {
    const settled = await Promise.allSettled([host.close(), keep()]);
    for (const each of settled) if (each.status === 'rejected') host.unexpected(each.reason, 'closing');
  };
  const now = (): void => {
    if (begun) return;
    begun = true;
    // What the page remembers reaches the disk some seconds later otherwise, and a hard end would not wait for it.
    session.defaultSession.flushStorageData();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, wait);
    void Promise.race([inOrder(), late]).then(() => endProcess());
  };
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    // `app.exit` ends the program without coming by here again.
    event.preventDefault();
    now();
  });
  return {
    get begun() {
      return begun;
    },
    now,
  };
}

/**
 * Ends the process, also while a thread of the engine is inside SQLite, which nothing can end: `app.exit` and
 * `process.exit` would wait for that thread, with the window gone and the program still there. To a run it is the same
 * as a power cut, which it survives: what the target holds is the truth.
 */
export function endProcess(
  threads = liveThreads,
  kill = (): unknown => process.kill(process.pid, 'SIGKILL'),
): void {
  if (threads() === 0) app.exit(0);
  else kill();
}
