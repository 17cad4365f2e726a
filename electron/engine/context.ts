import type { Progress } from '../../shared/model/index.ts';

/** Structured log of a run: pino's shape, so that tests and hosts can hand in their own. Never give it a secret. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What every long operation of the engine takes with it. */
export interface EngineContext {
  /** Aborted when the user cancels or the host closes; goes down to the server's backend. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  log: Logger;
}
