import type { ErrorCode, ErrorParams } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/index.ts';
import type { LogLevel } from './log-path.ts';

/** What the worker is to do. */
export interface Job {
  name: string;
  input: unknown;
  workspace: string;
  logLevel: LogLevel;
  /** Whether log lines are wanted as messages too. */
  relayLog: boolean;
  /** The environment as it is now: the thread may have been started long before. */
  env: NodeJS.ProcessEnv;
}

/**
 * From the worker to its host. Exactly one `done` or `failed` ends a job; `stopping` answers an abort. A thread that is
 * `light` may be given another job.
 */
export type WorkerMessage =
  | { type: 'stopping' }
  | { type: 'progress'; progress: Progress }
  | { type: 'log'; line: string }
  | { type: 'done'; result: unknown; light: boolean }
  | { type: 'failed'; code: ErrorCode; params: ErrorParams };

/** From the host to the worker: one job first. */
export type HostMessage = { type: 'job'; job: Job } | { type: 'abort' };
