/** Times in milliseconds, from the call to the last row in memory. */
export interface Timing {
  /** The first run on a new connection; what the operating system has in memory stays there. */
  cold: number;
  p50: number;
  p95: number;
}

export interface QueryResult {
  id: string;
  from: 'guide' | 'application';
  rows: number;
  /** Both sides gave the same answer. */
  same: boolean;
  sqlite: Timing;
  postgres: Timing;
  /** Warm p50 after what helped was applied; null when nothing was. */
  optimised: Timing | null;
}

/** Eight readers that go round the queries while one writes a row at a time. */
export interface ManyClients {
  clients: number;
  seconds: number;
  sqlite: Load;
  postgres: Load;
}

export interface Load {
  queriesPerSecond: number;
  writesPerSecond: number;
  p50: number;
  p95: number;
}

export interface Proposal {
  id: string;
  sql: string;
  undo: string | null;
  /** Queries it is meant for. */
  helps: string[];
  /** Null until measured. */
  outcome: { kept: boolean; ratio: number } | null;
}

export interface BenchmarkResult {
  format: 1;
  run: string;
  at: string;
  server: string;
  /** Bytes of the snapshot: a small one lies in memory whole. */
  bytes: number;
  queries: QueryResult[];
  /** Queries that could not be asked, with the reason. */
  left: { id: string; reason: string }[];
  many: ManyClients;
  proposals: Proposal[];
  verdict: Verdict;
}

/** The guide's two criteria over the geometric mean of PostgreSQL's p50 by SQLite's: 1.05 is 5 % slower. */
export interface Verdict {
  ratio: number;
  optimisedRatio: number | null;
  /** Under 5 % slower at first. */
  atFirst: boolean;
  /** Over 20 % faster after optimisation; null where nothing was applied. */
  afterwards: boolean | null;
  /** Queries a second at eight clients with a writer, PostgreSQL's by SQLite's. */
  manyRatio: number;
  allSame: boolean;
}
