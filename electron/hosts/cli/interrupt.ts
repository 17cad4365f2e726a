import { exitCodes } from '../../../shared/errors.ts';

/** Milliseconds in which the same Ctrl-C may come twice: from the terminal, and through the launcher. */
const echo = 500;

export interface Interrupt {
  signal: AbortSignal;
  /** Gives the signals back to Node. */
  dispose(): void;
}

/**
 * An abort signal for Ctrl-C, SIGTERM, SIGHUP, and the end of the launcher that started this process (a closed
 * channel). The second one ends the process at once.
 * @param onFirst tells the user that the engine is putting things in order.
 */
export function onInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let first = 0;
  const interrupt = (): void => {
    const now = performance.now();
    if (controller.signal.aborted) {
      if (now - first > echo) process.exit(exitCodes.interrupted);
      return;
    }
    first = now;
    onFirst();
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  process.on('disconnect', interrupt);
  return {
    signal: controller.signal,
    dispose() {
      for (const signal of signals) process.off(signal, interrupt);
      process.off('disconnect', interrupt);
    },
  };
}
