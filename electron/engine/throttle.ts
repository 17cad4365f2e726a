import type { Progress } from '../../shared/model/index.ts';

export interface Throttle {
  push(progress: Progress): void;
  /** Delivers what is held back. Call it when the work ends. */
  flush(): void;
}

/**
 * Passes progress on at most every `interval` milliseconds. A new stage or table is passed on at once, with what was
 * held back before it, and the last one always arrives.
 */
export function throttle(deliver: (progress: Progress) => void, interval: number): Throttle {
  let held: Progress | null = null;
  let last: Progress | null = null;
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (held) deliver(held);
    held = null;
  };
  return {
    push(progress) {
      const changed = progress.stage !== last?.stage || progress.table !== last.table;
      last = progress;
      if (changed) {
        flush();
        deliver(progress);
        return;
      }
      held = progress;
      timer ??= setTimeout(flush, interval).unref();
    },
    flush,
  };
}
