import type { Severity } from './audit.ts';
import type { BenchmarkResult } from './benchmark.ts';
import type { Profile } from './conversion.ts';
import type { Decision, LeftOut, PlanColumn } from './plan.ts';
import type { Prediction } from './rehearsal.ts';
import type { ExceptionRecord, RunState, RunTarget, TableAccount, ValidationResult } from './run.ts';

/**
 * What can be said of a run in one word. `notCompared`: loaded, and nobody looked at both sides yet; `exported`: written
 * to files, to be loaded elsewhere.
 */
export type Outcome =
  | 'identical'
  | 'differences'
  | 'notCompared'
  | 'exported'
  | 'interrupted'
  | 'failed'
  | 'undone';

/** The account of a run for the customer: plain data, the same for the same run. Never holds a password. */
export interface Certificate {
  format: 1;
  language: 'pt-BR' | 'en';
  run: string;
  tool: string;
  outcome: Outcome;
  /** True when the target was made to try things on, and thrown away afterwards. */
  rehearsal: boolean;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt: string | null;
  profile: Profile;
  extras: boolean;
  source: Omit<RunState['source'], 'mark'>;
  target: RunTarget;
  totals: CertificateTotals;
  tables: CertificateTable[];
  validation: ValidationResult | null;
  objects: { compared: ObjectCounts; missing: string[]; notValid: string[] };
  /** Blockers first, then warnings, then notes; each with the decision taken. */
  findings: CertificateFinding[];
  /** Decisions of the plan whose finding is not among `findings` (the audit is not at hand). */
  otherDecisions: Decision[];
  exceptions: ExceptionSummary[];
  leftOut: LeftOut[];
  seconds: RunState['seconds'];
  /** Rows a second of the load alone; null when it took no measurable time. */
  rowsPerSecond: number | null;
  peakRssMiB: number;
  error: RunState['error'];
  /** Of an AutoCore file; left out where the file is none, and where nobody looked. */
  vehicles?: CertificateVehicles;
  /** Who made the migration, as it was said when this document was written. */
  installer?: string;
  /** What this document says, in a few characters. */
  digest?: CertificateDigest;
  /** Times of SQLite and PostgreSQL, where somebody compared them. */
  benchmark?: BenchmarkResult;
  /** What a rehearsal says of the real migration. */
  prediction?: Prediction;
}

/** Rows of AutoCore's `vehicles`; what was deleted there comes last. */
export interface CertificateVehicles {
  count: number;
  /** The first ones. */
  first: CertificateVehicle[];
}

export interface CertificateVehicle {
  /** Make, model, version and year, as far as they are known. */
  name: string | null;
  plate: string | null;
  chassis: string | null;
}

/**
 * SHA-256 of a certificate's JSON, in the order of its fields and without spaces, but for `language`, `installer`,
 * `benchmark`, `prediction` and the digest itself: the same account has the same digest however it is printed.
 */
export interface CertificateDigest {
  sha256: string;
  /** Its first 50 bits, to be read aloud: `7K3QM-X9TRB`. */
  code: string;
}

export interface CertificateTotals {
  source: number;
  migrated: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

export interface CertificateTable extends TableAccount {
  /** source = migrated + quarantined. */
  addsUp: boolean;
  /** Same digest on both sides; null while there is none. */
  sameDigest: boolean | null;
  /** What the lines under the digest are made of, in this order. Left out where there is no digest. */
  columns?: CertificateColumn[];
}

/** A column with what its values become on the way: enough to make the text of each by oneself. */
export type CertificateColumn = Pick<
  PlanColumn,
  'source' | 'target' | 'type' | 'conversion' | 'fit' | 'form'
>;

/** What was looked for in the target, by kind. */
export interface ObjectCounts {
  tables: number;
  columns: number;
  primaryKeys: number;
  uniques: number;
  checks: number;
  foreignKeys: number;
  indexes: number;
  partitions: number;
  views: number;
  functions: number;
  statistics: number;
}

export interface CertificateFinding {
  id: string;
  code: string;
  severity: Severity;
  table: string | null;
  column: string | null;
  count: number;
  /** Values for the texts of the code in the reader's language. */
  params: Record<string, string | number>;
  decision: Pick<Decision, 'option' | 'by'> | null;
}

/** How many exceptions share one place and one cause. */
export interface ExceptionSummary
  extends Pick<ExceptionRecord, 'table' | 'column' | 'action' | 'code' | 'reason'> {
  count: number;
}
