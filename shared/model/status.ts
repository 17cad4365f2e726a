import type { Placement } from './placement.ts';

/** How a target is doing. Sizes in bytes; counts of rows are the server's estimates. */
export interface TargetStatus {
  run: string;
  server: string;
  schema: string;
  at: string;
  bytes: number;
  tables: TableStatus[];
  partitions: PartitionStatus[];
  /** Indexes that nobody has read since the statistics began, keys left out; largest first. */
  unusedIndexes: { name: string; table: string; bytes: number }[];
  /** Since when the server counts. */
  since: string | null;
  connections: { used: number; active: number; max: number };
  /** Null where pg_stat_statements is not there or not for this role. */
  slowest: { query: string; calls: number; meanMs: number; totalMs: number }[] | null;
  /** Extensions that can look after partitions by themselves. */
  schedulers: string[];
  /** Newest file in the folder that was named; null without one. */
  lastBackup: { file: string; bytes: number; at: string } | null;
  /** Where Citus has the schema, and what its nodes hold; null where the database has no Citus. */
  placement: Placement | null;
  warnings: StatusWarning[];
}

export interface TableStatus {
  name: string;
  /** With indexes and partitions. */
  bytes: number;
  rows: number;
  dead: number;
  lastVacuum: string | null;
}

export interface PartitionStatus {
  table: string;
  partitions: number;
  /** Whole months after this one that have a partition. */
  ahead: number;
  /** Rows in the DEFAULT partition. */
  waiting: number;
}

export type StatusWarning =
  | { code: 'partitionsAhead'; table: string; ahead: number }
  | { code: 'waiting'; table: string; rows: number }
  | { code: 'deadRows'; table: string; percent: number }
  | { code: 'connections'; used: number; max: number }
  | { code: 'noBackup' }
  /** The target has the data of another copy of the source than the run's folder. */
  | { code: 'targetBehind' }
  /** The run went live, and the target does not know. */
  | { code: 'liveLost' }
  | { code: 'oldBackup'; hours: number }
  /** A node of Citus has much more than another. */
  | { code: 'rebalance'; full: string; empty: string; sql: string }
  /** Citus has nodes, and the schema is on the coordinator alone. */
  | { code: 'distribute'; schema: string; sql: string };
