import { useEffect, useState } from 'react';

/**
 * Seconds since `value` became this one, while it runs. The host speaks when there is something to say; in between the
 * time goes on all the same.
 */
export function useSecondsSince(value: unknown, runs: boolean): number {
  const [since, setSince] = useState({ value, at: performance.now() });
  const [now, setNow] = useState(since.at);
  if (since.value !== value) setSince({ value, at: performance.now() });
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, [runs]);
  return runs ? Math.max(0, now - since.at) / 1000 : 0;
}
