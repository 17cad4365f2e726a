import type { Logger } from '../../electron/engine/context.ts';

/** A log that nobody reads. */
export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };
