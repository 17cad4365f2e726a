import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/index.ts';
import { type LogLevel, logPath } from './log-path.ts';
import type { OperationInput, OperationName, OperationResult } from './operations.ts';
import type { HostMessage, Job, WorkerMessage } from './protocol.ts';
import { removeUnfinished } from './sample/unfinished.ts';
import { giveBack, takeThread } from './thread.ts';

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

/** Milliseconds in which the engine must hear that it should stop. */
const hearing = 700;

/**
 * What only the thread itself puts back: PostgreSQL open to its writers again, a server and copies that are for one
 * operation alone. Their cancel waits until the thread hears it, however long SQLite keeps it.
 */
const heardOut: ReadonlySet<OperationName> = new Set<OperationName>([
  'cutover',
  'rollback',
  'rehearse',
  'audit',
  'plan',
  'kit',
]);

const threads = new Set<Worker>();
const abandoned = new WeakSet<Worker>();

/** Leaves a run in order without its thread. Returns what is told of it. */
async function abandon(workspace: string, run: string | null): Promise<AppError> {
  if (run === null) return new AppError('interrupted');
  const { abandonRun } = await import('./commands/abandon.ts');
  return abandonRun(workspace, run);
}

/** Threads that have not ended, such as one that is inside SQLite and cannot be. `process.exit` waits for them. */
export function liveThreads(): number {
  return threads.size;
}

/**
 * Runs one operation of the engine on a thread of its own. Failures are AppErrors; one that nobody expected is
 * `internal`, with its stack trace in the log.
 *
 * A thread that reads a whole table inside SQLite hears nothing until that is done. It changes nothing meanwhile, so
 * where it has nothing to put back (`heardOut`) it is not waited for: the run is put in order from here, and the thread
 * ends when it comes back.
 */
export function runOperation<N extends OperationName>(
  name: N,
  input: OperationInput<N>,
  { workspace, signal, onProgress, onLog, logLevel = 'info' }: RunOptions,
): Promise<OperationResult<N>> {
  if (signal?.aborted) return Promise.reject(new AppError('interrupted'));
  const job: Job = {
    ...{ name, input, workspace, logLevel, relayLog: onLog !== undefined },
    env: { ...process.env },
  };
  const { promise, resolve, reject } = Promise.withResolvers<OperationResult<N>>();
  const worker = takeThread();
  threads.add(worker);
  let run: string | null = null;
  /** The thread has done its job and may do another one. */
  let light = false;
  let deaf: NodeJS.Timeout | undefined;
  const abort = (): void => {
    worker.postMessage({ type: 'abort' } satisfies HostMessage);
    if (heardOut.has(name)) return;
    deaf = setTimeout(() => {
      abandoned.add(worker);
      void leave().then(reject, reject);
    }, hearing);
  };
  const leave = async (): Promise<AppError> => {
    // Half a sample is nobody's. Its steps inside SQLite are short, so its thread can be waited for.
    if (name === 'sample') {
      await worker.terminate();
      removeUnfinished((input as OperationInput<'sample'>).out);
    }
    // The thread writes nothing more into the folder that is cleared; its end is not waited for.
    if (name === 'export') void worker.terminate();
    return abandon(workspace, run);
  };
  const fail = (reason: string): void =>
    reject(new AppError('internal', { reason, log: logPath(workspace) }));

  signal?.addEventListener('abort', abort, { once: true });
  const heard = (message: WorkerMessage): void => {
    if (message.type === 'progress') {
      run = message.progress.run ?? run;
      onProgress?.(message.progress);
    } else if (message.type === 'stopping') clearTimeout(deaf);
    else if (message.type === 'log') onLog?.(message.line);
    else if (message.type === 'done') {
      light = message.light;
      resolve(message.result as OperationResult<N>);
    } else reject(new AppError(message.code, message.params));
  };
  // Out of memory, or an error outside of the operation's promise.
  const broken = (error: unknown): void => fail(error instanceof Error ? error.message : String(error));
  // After a result this changes nothing: the promise is settled.
  const ended = (code: number): void => {
    threads.delete(worker);
    // Whoever ended a thread that heard nothing says how that went.
    if (!abandoned.has(worker)) fail(`the engine's thread ended with code ${code}`);
  };
  worker.on('message', heard).on('error', broken).on('messageerror', broken).on('exit', ended);
  worker.postMessage({ type: 'job', job } satisfies HostMessage);
  return promise.finally(async () => {
    clearTimeout(deaf);
    signal?.removeEventListener('abort', abort);
    if (light && !abandoned.has(worker)) {
      worker.off('message', heard).off('error', broken).off('messageerror', broken).off('exit', ended);
      threads.delete(worker);
      return giveBack(worker);
    }
    const end = worker.terminate();
    if (!abandoned.has(worker)) await end;
  });
}
