import type { ErrorCode, ErrorParams } from '../../shared/errors.ts';
import type { RunState } from '../../shared/model/index.ts';
import type { EngineContext } from './context.ts';
import type { SampleInput, SampleResult } from './sample/write.ts';
import type { ServerStatus } from './server/managed.ts';

/**
 * Everything a host may ask of the engine. Inputs and results are plain data: they cross a thread as structured clones.
 * Each operation loads its own part of the engine, so that the small ones start fast.
 */
export const operations = {
  /** All runs of the workspace, the newest first; one that cannot be read comes with the reason. */
  async runs(input: { workspace: string }): Promise<ListedRun[]> {
    const { openWorkspace } = await import('./run/workspace.ts');
    const listed = await openWorkspace(input.workspace, {}).listRuns();
    return listed.map((run) => {
      if ('state' in run) return run;
      return { id: run.id, error: { code: run.error.code, params: run.error.params } };
    });
  },

  /** Starts, stops or looks at the managed server. Errors: server.binaries, server.start, server.upgrade. */
  async server(input: ServerInput, ctx: EngineContext): Promise<ServerStatus> {
    const { managedServer } = await import('./server/managed.ts');
    const server = managedServer({ workspace: input.workspace, log: ctx.log });
    switch (input.action) {
      case 'start':
        return server.start({ manual: true });
      case 'stop':
        return server.stop();
      case 'status':
        return server.status();
    }
  },

  /** Writes an AutoCore-shaped database. Errors: output.exists, output.unwritable, interrupted. */
  async sample(input: Omit<SampleInput, 'signal' | 'onRows'>, ctx: EngineContext): Promise<SampleResult> {
    const { writeSample } = await import('./sample/write.ts');
    const { reportRows } = await import('./sample/progress.ts');
    return writeSample({ ...input, signal: ctx.signal, onRows: reportRows(ctx) });
  },
};

export interface ServerInput {
  workspace: string;
  action: 'start' | 'stop' | 'status';
}

/** A run in the list, or why it cannot be read. */
export type ListedRun =
  | { id: string; state: RunState }
  | { id: string; error: { code: ErrorCode; params: ErrorParams } };

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = Parameters<Operations[N]>[0];
export type OperationResult<N extends OperationName> = Awaited<ReturnType<Operations[N]>>;
