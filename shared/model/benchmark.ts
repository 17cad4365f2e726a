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
  /** After what helped was applied; null where nothing was. */
  optimised: Load | null;
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
  /** 2 has the three figures. */
  format: 2;
  run: string;
  at: string;
  server: string;
  /** Bytes of the snapshot: a small one lies in memory whole. */
  bytes: number;
  queries: QueryResult[];
  /** Queries that could not be asked, with the reason. */
  left: { id: string; reason: string }[];
  many: ManyClients;
  /** Milliseconds of a question to PostgreSQL that asks nothing: the way there and back. */
  trip: number;
  proposals: Proposal[];
  /** Proposals that an earlier benchmark kept: PostgreSQL's times have them in already. */
  applied: string[];
  verdict: Verdict;
}

/** The same work on both sides, in milliseconds of PostgreSQL's and SQLite's medians. */
export interface Figure {
  sqlite: number;
  postgres: number;
  /** Null where nothing was applied. */
  optimised: number | null;
}

/** One of the guide's two criteria each; null where nothing could be judged, or nothing was tried yet. */
export interface Judged {
  /** Under 5 % slower at first. */
  atFirst: boolean | null;
  /** Over 20 % faster after optimisation. */
  afterwards: boolean | null;
}

/**
 * Three figures, each with a rule of its own, over the questions that both answered the same: one round of all of them,
 * an hour of the application's use (benchmark-use.ts), and what several clients get through beside a writer. The guide's
 * criteria are held against the second and the third: in the first a question that nobody waits for counts as much as
 * one that is asked every five seconds.
 */
export interface Verdict extends Judged {
  /** Null where no question was answered the same by both. */
  round: Figure | null;
  mix: Figure | null;
  /** Of the mix: PostgreSQL's time by SQLite's. */
  ratio: number | null;
  optimisedRatio: number | null;
  /** Queries a second at several clients with a writer, PostgreSQL's by SQLite's. */
  manyRatio: number;
  many: Judged;
  /** The writer is not starved: it writes at least as many rows as SQLite's does, or more than anybody asks for. */
  writes: boolean;
  /** Where the mix misses a criterion: the question that costs most of it, and its part of PostgreSQL's time. */
  heaviest: { id: string; share: number; postgres: number } | null;
  allSame: boolean;
}
