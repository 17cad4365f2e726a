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
  /** Hypertables of TimescaleDB, and how many chunks each has. */
  hypertables: { table: string; chunks: number }[];
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
  replication: ReplicationStatus;
  warnings: StatusWarning[];
}

/** Copies of a server that follow it. */
export interface ReplicationStatus {
  /** This server is itself one that follows another, and takes no writes. */
  recovering: boolean;
  /** In recovery: the last transaction that came, ISO 8601. */
  replayedAt: string | null;
  /** A COMMIT waits for a standby. */
  waits: boolean;
  /** Each that is connected; the server's role may not see more than that it is there. */
  standbys: StandbyStatus[];
  /** What the server keeps for them, connected or not. */
  slots: SlotStatus[];
}

export interface StandbyStatus {
  name: string;
  address: string | null;
  /** `streaming`, `catchup`, `backup` …; null where the role may not see it. */
  state: string | null;
  /** `async`, `sync`, `quorum`, `potential`. */
  sync: string | null;
  /** What it has not replayed yet. */
  lagBytes: number | null;
  /** Null also where nothing was written for a while. */
  lagSeconds: number | null;
}

export interface SlotStatus {
  name: string;
  active: boolean;
  /** `reserved`, `extended`, `unreserved`, `lost`; null before PostgreSQL 13. */
  status: string | null;
  /** Log that is kept on the disk for it. */
  heldBytes: number | null;
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
  | { code: 'distribute'; schema: string; sql: string }
  /** The run went on from this server to another one. */
  | { code: 'leftBehind' }
  /** The server is itself a standby. */
  | { code: 'recovering' }
  /** A COMMIT waits for a standby, and none is there. */
  | { code: 'standbyMissing' }
  | { code: 'standbyBehind'; name: string; mib: number }
  | { code: 'slotInactive'; name: string; mib: number }
  | { code: 'slotLost'; name: string };
