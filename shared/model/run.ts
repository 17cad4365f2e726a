import type { JsonValue } from './audit.ts';
import type { Profile } from './conversion.ts';
import type { Choices } from './plan.ts';

export type Stage =
  | 'snapshot'
  | 'audit'
  | 'plan'
  | 'prepare'
  | 'export'
  | 'load'
  | 'indexes'
  | 'validate'
  | 'certificate';

/**
 * What is done before a run, that its server be there, and with it after its end: catching up, going live, going back,
 * trying both on copies, measuring. None of it is kept in the run's state.
 */
export type LaterStage =
  | 'server'
  | 'compare'
  | 'apply'
  | 'follow'
  | 'stop'
  | 'role'
  | 'smoke'
  | 'env'
  | 'rebuild'
  | 'swap'
  | 'drill'
  | 'benchmark'
  | 'fleet';

/**
 * `interrupted` can be resumed; `refused` stopped before anything was written; `exported`: its files are written, and no
 * target has been seen to hold them yet.
 */
export type RunStatus =
  | 'running'
  | 'interrupted'
  | 'exported'
  | 'succeeded'
  | 'differences'
  | 'failed'
  | 'refused'
  | 'undone';

/** The state of a run as it is kept in `run.json` of its folder; everything else can be derived. */
export interface RunState {
  format: 1;
  id: string;
  tool: string;
  status: RunStatus;
  stage: Stage;
  createdAt: string;
  finishedAt: string | null;
  profile: Profile;
  extras: boolean;
  source: RunSource;
  target: RunTarget;
  options: RunOptions;
  tables: TableAccount[];
  objects: { missing: string[]; notValid: string[] };
  /** What became of the views and triggers that the plan translates; left out where there are none. */
  programs?: Program[] | undefined;
  validation: ValidationResult | null;
  seconds: Partial<Record<Stage | 'total', number>>;
  /** What comparing all rows took beside the stage `indexes`, where it did: no part of the sum. */
  comparedBeside?: number | undefined;
  peakRssMiB: number;
  /** Of a run that belongs to a fleet: which one, and what its vehicle is called there. */
  fleet?: { id: string; vehicle: string } | undefined;
  /** The last error as data, for `runs` and the wizard. */
  error: { code: string; message: string; hint: string } | null;
}

export interface RunSource {
  path: string;
  /** Of the snapshot. */
  sha256: string | null;
  bytes: number | null;
  autocore: string | null;
  /** ISO 8601, UTC: the snapshot holds everything that was written before. Runs of earlier versions did not note it. */
  takenAt?: string | undefined;
  /** What tells the source of the snapshot from the same file after any write; null where nothing does. */
  mark?: string | null | undefined;
}

/** A view or trigger of the source that was translated, and whether the target has it. */
export interface Program {
  kind: 'view' | 'trigger';
  table: string | null;
  name: string;
  /** Its name in the target schema. */
  target: string;
  /** Why it is not there: it was not proved to be the same. Null where it was. */
  reason: string | null;
  /** Rows that were compared; null where that is not known any more. */
  rows: number | null;
}

/** What was asked for when the run was started; a resumed run keeps to it. */
export interface RunOptions {
  /** What the target schema held before is moved into a schema beside it. */
  replace: boolean;
  /** Rows go into the tables that the application made. Left out where it is not so. */
  adopt?: boolean | undefined;
  /** The defaults of all findings are taken without asking. */
  acceptDefaults: boolean;
  rehearsal: boolean;
  choices: Choices;
  /** Folder of the files for psql, of a run that loads nothing itself. */
  exportTo?: string | undefined;
}

/** Never holds a password. */
export interface RunTarget {
  managed: boolean;
  url: string;
  server: string | null;
  schema: string;
  /** Who else may create in the schema, found before the run: `PUBLIC`, or roles; left out for nobody. */
  strangers?: string | undefined;
}

export interface TableAccount {
  name: string;
  target: string;
  source: number;
  migrated: number;
  repaired: number;
  /** Values that are NULL in the target, their original in the exceptions. */
  nulled: number;
  quarantined: number;
  /** Null before validation, and where it cannot be said of both sides. */
  digest: TableDigests | null;
}

/** A table's digest on each side, as docs/reference/digest.md defines it. */
export interface TableDigests {
  source: string;
  target: string;
  /**
   * Columns of the source that give the order of the rows, null for rows in any order. Left out by versions before 1.0,
   * whose digests are of another definition.
   */
  order?: string[] | null;
}

export type ValidationLevel = 'counts' | 'segments' | 'rows';

export interface ValidationResult {
  level: ValidationLevel;
  status: 'identical' | 'different';
  differences: number;
  /** The first differences of each table, for people to look at. */
  samples: RowDifference[];
  insertsWithoutId: { table: string; ok: boolean; reason: string | null }[];
}

export interface RowDifference {
  table: string;
  kind: 'missing' | 'unexpected' | 'changed' | 'count' | 'ledger';
  key: Record<string, string | null> | null;
  columns: { column: string; source: string | null; target: string | null }[];
}

/** One line of `exceptions.ndjson`. */
export interface ExceptionRecord {
  table: string;
  key: Record<string, JsonValue>;
  column: string | null;
  action: 'quarantined' | 'nulled' | 'repaired';
  code: string;
  reason: string;
  /** What stands in the place of a repaired value, as PostgreSQL prints it. Versions before 1.0 left it out. */
  stored?: string;
  row: Record<string, JsonValue>;
}

/** What a run left in the target in the place of an exception; `value` of NULL is null. */
export type ExceptionNow =
  | { kind: 'noRow' }
  | { kind: 'noColumn' }
  | { kind: 'unknown' }
  | { kind: 'value'; text: string | null };

/** What the engine says while it works. Hosts draw it; nothing waits for it. */
export interface Progress {
  run: string | null;
  stage: Stage | LaterStage;
  /** Table being worked on, where the stage goes table by table. */
  table: string | null;
  unit: 'rows' | 'bytes' | 'objects';
  done: number;
  total: number;
  /** Units a second since the stage began. */
  rate: number;
  /** Seconds left of the stage, or null while unknown. */
  secondsLeft: number | null;
  /** How following the source stands; of the stage `follow` alone. */
  following?: Following;
}

/** Catching up again and again with a source that others write to. */
export interface Following {
  /** The target has everything that was in the source then. ISO 8601, UTC; null before the first round has ended. */
  asOf: string | null;
  /** Times that the source was looked at, and rows that came over. */
  rounds: number;
  rows: number;
  /** Rows of the last round: so far behind the target was when it began. */
  last: number;
  /** The source was written to since, and the next round brings it. */
  waiting: boolean;
}
