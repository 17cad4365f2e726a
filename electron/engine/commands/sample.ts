import type { EngineContext } from '../context.ts';

/** Turns row counts into progress of stage `load`. */
export function reportRows(ctx: EngineContext): (done: number, total: number) => void {
  const start = performance.now();
  return (done, total) => {
    const rate = done / ((performance.now() - start) / 1000);
    ctx.onProgress({
      run: null,
      stage: 'load',
      table: null,
      unit: 'rows',
      done,
      total,
      rate,
      secondsLeft: rate > 0 ? (total - done) / rate : null,
    });
  };
}
