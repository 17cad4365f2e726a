import type { EngineContext, Logger } from '../../electron/engine/context.ts';

/** A log that nobody reads. */
export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A context that nobody cancels or watches. */
export const quiet: EngineContext = {
  signal: new AbortController().signal,
  onProgress() {},
  log: silentLog,
};
