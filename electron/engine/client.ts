import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/index.ts';
import { type LogLevel, logPath } from './log-path.ts';
import type { OperationInput, OperationName, OperationResult } from './operations.ts';
import type { HostMessage, Job, WorkerMessage } from './protocol.ts';

export interface RunOptions {
  /** Folder of runs, log and managed server. */
  workspace: string;
  /** Asks the engine to stop; it then fails with `interrupted` once it has left everything in order. */
  signal?: AbortSignal;
  /** At most ten a second; the last one always arrives. */
  onProgress?: (progress: Progress) => void;
  /** Every line of the log as it is written (JSON, without secrets). */
  onLog?: (line: string) => void;
  logLevel?: LogLevel;
}

/**
 * Runs one operation of the engine on a thread of its own. Failures are AppErrors; one that nobody expected is
 * `internal`, with its stack trace in the log.
 */
export function runOperation<N extends OperationName>(
  name: N,
  input: OperationInput<N>,
  { workspace, signal, onProgress, onLog, logLevel = 'info' }: RunOptions,
): Promise<OperationResult<N>> {
  if (signal?.aborted) return Promise.reject(new AppError('interrupted'));
  const job: Job = { name, input, workspace, logLevel, relayLog: onLog !== undefined };
  const { promise, resolve, reject } = Promise.withResolvers<OperationResult<N>>();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: job,
    // Rows travel in buffers outside of the heap. With the default nursery the process keeps 60 MB more, for no speed.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
  const abort = (): void => worker.postMessage({ type: 'abort' } satisfies HostMessage);
  const fail = (reason: string): void =>
    reject(new AppError('internal', { reason, log: logPath(workspace) }));

  signal?.addEventListener('abort', abort, { once: true });
  worker.on('message', (message: WorkerMessage) => {
    switch (message.type) {
      case 'progress':
        return onProgress?.(message.progress);
      case 'log':
        return onLog?.(message.line);
      case 'done':
        return resolve(message.result as OperationResult<N>);
      case 'failed':
        return reject(new AppError(message.code, message.params));
    }
  });
  // Out of memory, or an error outside of the operation's promise.
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on('messageerror', (error) => fail(error.message));
  // After a result this changes nothing: the promise is settled.
  worker.on('exit', (code) => fail(`the engine's thread ended with code ${code}`));
  return promise.finally(async () => {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  });
}
