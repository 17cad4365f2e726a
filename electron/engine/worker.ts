import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { EngineContext } from './context.ts';
import { openLog } from './log.ts';
import { logPath } from './log-path.ts';
import { type OperationName, operations } from './operations.ts';
import type { HostMessage, Job, WorkerMessage } from './protocol.ts';
import { openWorkspace } from './run/workspace.ts';
import { throttle } from './throttle.ts';

/**
 * Runs one operation after another. better-sqlite3 is synchronous, so the engine never shares a thread with a window, a
 * server or a terminal's signals. Started by thread.ts alone, with its job still to come.
 */
const progressInterval = 100;

/** Memory that a thread may still hold to be kept for the next job: a new one is started sooner than it is collected. */
const lightBytes = 64 * 1024 * 1024;

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function failure(job: Job, error: unknown, aborted: boolean, run: string | null): WorkerMessage {
  if (error instanceof AppError) return { type: 'failed', code: error.code, params: error.params };
  // Whatever a driver makes of a cancelled statement or stream.
  if (aborted) return { type: 'failed', code: 'interrupted', params: run ? { run } : {} };
  const reason = error instanceof Error ? error.message : String(error);
  return { type: 'failed', code: 'internal', params: { reason, log: logPath(job.workspace) } };
}

async function run(job: Job, cancel: AbortController): Promise<WorkerMessage> {
  let runId: string | null = null;
  let over = false;
  /** What comes late is nothing to the next job. */
  const say = (message: WorkerMessage): void => {
    if (!over) post(message);
  };
  const progress = throttle((each) => {
    runId = each.run ?? runId;
    say({ type: 'progress', progress: each });
  }, progressInterval);
  let ctx: EngineContext | null = null;
  let closeLog = (): void => {};
  try {
    openWorkspace(job.workspace, process.env);
    const onLine = job.relayLog ? (line: string) => say({ type: 'log', line }) : undefined;
    const log = openLog(job.workspace, job.logLevel, onLine);
    closeLog = log.close;
    ctx = { signal: cancel.signal, onProgress: progress.push, log };
    log.info({ operation: job.name }, 'operation started');
    // The client's types guarantee that name and input belong together.
    const operation = operations[job.name as OperationName] as (
      input: unknown,
      ctx: EngineContext,
    ) => Promise<unknown>;
    const result = await operation(job.input, ctx);
    progress.flush();
    log.info({ operation: job.name }, 'operation done');
    return { type: 'done', result, light: getHeapStatistics().used_heap_size < lightBytes };
  } catch (err) {
    ctx?.log.error({ operation: job.name, err }, 'operation failed');
    progress.flush();
    return failure(job, err, cancel.signal.aborted, runId);
  } finally {
    over = true;
    closeLog();
  }
}

/** The environment of a thread is a copy of its own. */
function adopt(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

let cancel = new AbortController();
parentPort?.on('message', async (message: HostMessage) => {
  if (message.type === 'abort') {
    post({ type: 'stopping' });
    cancel.abort();
    return;
  }
  cancel = new AbortController();
  adopt(message.job.env);
  post(await run(message.job, cancel));
});
