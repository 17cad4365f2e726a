import type { EngineContext } from '../context.ts';
import type { SampleInput, SampleResult } from '../sample/write.ts';
import { writeSample } from '../sample/write.ts';

/** Writes an AutoCore-shaped database. @throws AppError output.exists, output.unwritable, interrupted */
export async function sample(
  input: Omit<SampleInput, 'signal' | 'onRows'>,
  ctx: EngineContext,
): Promise<SampleResult> {
  return writeSample({ ...input, signal: ctx.signal, onRows: reportRows(ctx) });
}

/** Turns row counts into progress of stage `load`. */
function reportRows(ctx: EngineContext): (done: number, total: number) => void {
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
