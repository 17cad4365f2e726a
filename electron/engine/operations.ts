import type { EngineContext } from './context.ts';
import type { SampleInput, SampleResult } from './sample/write.ts';

/**
 * Everything a host may ask of the engine. Inputs and results are plain data: they cross a thread as structured clones.
 * Each operation loads its own part of the engine, so that the small ones start fast.
 */
export const operations = {
  /** Writes an AutoCore-shaped database. Errors: output.exists, output.unwritable, interrupted. */
  async sample(input: Omit<SampleInput, 'signal' | 'onRows'>, ctx: EngineContext): Promise<SampleResult> {
    const { writeSample } = await import('./sample/write.ts');
    const { reportRows } = await import('./sample/progress.ts');
    return writeSample({ ...input, signal: ctx.signal, onRows: reportRows(ctx) });
  },
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = Parameters<Operations[N]>[0];
export type OperationResult<N extends OperationName> = Awaited<ReturnType<Operations[N]>>;
