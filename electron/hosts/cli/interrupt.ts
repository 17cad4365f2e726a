import { exitCodes } from '../../../shared/errors.ts';

/** Milliseconds in which the same Ctrl-C may come twice: from the terminal, and through the launcher. */
const echo = 500;
/** Milliseconds that the engine may take to stop when nobody is there to ask again. */
const grace = 60_000;

export interface Interrupt {
  signal: AbortSignal;
  /** Gives the signals back to Node. */
  dispose(): void;
}

/**
 * An abort signal for Ctrl-C, SIGTERM, SIGHUP (on Windows a closed window), Ctrl-Break, and the end of the launcher that started this process (a closed
 * channel). The second one ends the process at once; so does time, except after Ctrl-C, where a person is watching.
 * A run survives that: it is resumed from what the target holds.
 * @param onFirst tells the user that the engine is putting things in order.
 */
export function onInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const end = (): never => process.exit(exitCodes.interrupted);
  let first = 0;
  let deadline: NodeJS.Timeout | undefined;
  const interrupt = (cause?: NodeJS.Signals): void => {
    const now = performance.now();
    if (controller.signal.aborted) {
      if (now - first > echo) end();
      return;
    }
    first = now;
    if (cause !== 'SIGINT') deadline = setTimeout(end, grace);
    onFirst();
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
  const disconnected = (): void => interrupt();
  for (const signal of signals) process.on(signal, interrupt);
  process.on('disconnect', disconnected);
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(deadline);
      for (const signal of signals) process.off(signal, interrupt);
      process.off('disconnect', disconnected);
    },
  };
}
