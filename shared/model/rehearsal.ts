/** What the way to a server takes: bytes a second each way, and milliseconds there and back. */
export interface Bandwidth {
  up: number;
  down: number;
  latencyMs: number;
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
}
