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
  /** Why they did not: values of these tables are among the run's exceptions, or something else, such as new rows. */
  differs: 'exceptions' | 'other' | null;
  sqlite: Timing;
  postgres: Timing;
  /** After what helped was applied; null when nothing was. */
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
  /** Statements, in their order. */
  sql: string[];
  /** What takes it back; null for what leaves nothing to take back. */
  undo: string[] | null;
  /** The database's setting that it makes, which no table takes with it; null for anything else. */
  setting: string | null;
  /** Queries it is meant for. */
  helps: string[];
  /** Why the server did not take it; null where it did. */
  refused: string | null;
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
  /** Proposals that an earlier benchmark kept: PostgreSQL's times have them in already. */
  applied: string[];
  verdict: Verdict;
}

/**
 * The guide's two criteria over the geometric mean of PostgreSQL's p50 by SQLite's: 1.05 is 5 % slower. Null where no
 * query was answered the same by both.
 */
export interface Verdict {
  ratio: number | null;
  optimisedRatio: number | null;
  /** Under 5 % slower at first. */
  atFirst: boolean | null;
  /** Over 20 % faster after optimisation; null where nothing was tried yet. */
  afterwards: boolean | null;
  /** Queries a second at eight clients with a writer, PostgreSQL's by SQLite's. */
  manyRatio: number;
  allSame: boolean;
}
