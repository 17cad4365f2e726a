import { useEffect, useRef, useState } from 'react';

/** An answer that is there sooner is sign enough; a later one is waited for under somebody's eyes. */
const unseen = 80;

/** Whether what was promised last is still to come. */
export function usePending() {
  const [isPending, setPending] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    isPending,
    until(promised: unknown): void {
      if (!(promised instanceof Promise)) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setPending(true), unseen);
      const own = timer.current;
      void promised.finally(() => {
        if (timer.current !== own) return;
        clearTimeout(own);
        setPending(false);
      });
    },
  };
}
