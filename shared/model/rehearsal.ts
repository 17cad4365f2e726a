import type { ErrorCode, ErrorParams } from '../errors.ts';

/** What the way to a server takes: bytes a second each way, and milliseconds there and back. */
export interface Bandwidth {
  up: number;
  down: number;
  latencyMs: number;
}

/** How going live and coming back went on a copy, with rows that were written in between. */
export interface WayBackDrill {
  /** `skipped`: the rehearsed copy was not identical, so nobody would go live with it. */
  outcome: 'back' | 'failed' | 'skipped';
  reason: ErrorReason | null;
  /** .env files that were written and became what they were. */
  envs: number;
  /** What was written as the application would. */
  inserted: number;
  changed: number;
  deleted: number;
  /** Rows that came along. */
  rows: number;
  liveSeconds: number;
  backSeconds: number;
}

interface ErrorReason {
  code: ErrorCode;
  params: ErrorParams;
}

/** What a rehearsal says of the real migration. */
export interface Prediction {
  /** Bytes of the database in the end, and what its disk should have free: an index is sorted beside its table. */
  databaseBytes: number;
  diskBytes: number;
  /** Null where no target was given to measure against: times are then those of the rehearsal. */
  bandwidth: Bandwidth | null;
  seconds: {
    snapshot: number;
    audit: number;
    load: number;
    indexes: number;
    validate: number;
    total: number;
  };
  /** With the application stopped from beginning to end. */
  downtimeSeconds: number;
  /** With the application stopped only to catch up and to compare once more. */
  shortDowntimeSeconds: number;
  /** Rehearsals of earlier versions did not try it. */
  wayBack?: WayBackDrill;
}
