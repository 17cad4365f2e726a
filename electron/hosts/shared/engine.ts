import { type RunOptions, runOperation } from '../../engine/client.ts';
import type { OperationInput, OperationName, OperationResult } from '../../engine/operations.ts';
import { warmUp } from '../../engine/thread.ts';

/** The engine on a thread of its own, in one workspace. */
export type Engine = <N extends OperationName>(
  name: N,
  input: OperationInput<N>,
  attempt?: Pick<RunOptions, 'signal' | 'onProgress'>,
) => Promise<OperationResult<N>>;

/** @param onLog gets every line of the engine's log. */
export function engineIn(workspace: string, onLog: (line: string) => void): Engine {
  warmUp();
  return (name, input, attempt = {}) => {
    // For whatever is asked next, where this one's thread is not kept.
    return runOperation(name, input, { workspace, onLog, ...attempt }).finally(warmUp);
  };
}
