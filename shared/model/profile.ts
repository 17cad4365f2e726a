import type { Sample } from './audit.ts';
import type { ConversionName } from './conversion.ts';
import type { ValueForm } from './fit.ts';

/** What one pass over the data says of a column. Counts are rows. All plain data, so that a plan can be made from it. */
export interface ColumnProfile {
  nulls: number;
  integers: number;
  reals: number;
  texts: number;
  blobs: number;
  /** Range of INTEGER values as decimal strings (they can exceed 2^53), null without any. */
  minInteger: string | null;
  maxInteger: string | null;
  /** INTEGER values other than 0 and 1. */
  notBoolean: number;
  /** REAL values that are whole numbers. */
  wholeReals: number;
  /** REAL values that are infinite. */
  infinities: number;
  /** Longest TEXT in characters. */
  maxChars: number;
  /** Longest TEXT or BLOB in bytes. */
  maxBytes: number;
  /** TEXT that holds a character which COPY's text format escapes (backslash, control characters). */
  escapes: number;
  /** TEXT with a character beyond ASCII. */
  nonAscii: number;
  /** TEXT whose bytes are not UTF-8. */
  badUtf8: number;
  /** TEXT with a NUL byte inside. */
  nul: number;
  emptyTexts: number;
  /** Present for columns that hold, or are declared to hold, points in time. */
  time: TimeProfile | null;
}

/**
 * TEXT values of a time column by spelling. `plain` is `YYYY-MM-DD HH:MM:SS` with up to six decimals and a date
 * that exists: the one spelling that needs no decision.
 */
export interface TimeProfile {
  plain: number;
  /** Plain values whose decimals end in 0, which PostgreSQL prints shorter. */
  trailingZeros: number;
  /** Every other TEXT value. */
  other: number;
  /** Earliest and latest plain value. */
  min: string | null;
  max: string | null;
  /** Plain values per month (`2025-08`), ascending; only for tables that may be partitioned. */
  months: { month: string; rows: number }[];
}

export interface TableProfile {
  table: string;
  rows: number;
  /** Sum of the longest values of all columns, an upper bound for one row, in bytes. */
  maxRowBytes: number;
  /** Highest id below 2^62, where the last id of 64 bits is taken; null where that is not so, or there is none. */
  highestFree: string | null;
  columns: Record<string, ColumnProfile>;
}

/** Values of a column that do not cross exactly by one conversion, by cause. */
export interface ColumnTroubles {
  table: string;
  column: string;
  conversion: ConversionName;
  /** The spelling that the column's values have throughout. */
  form?: ValueForm;
  /** Measured because the type that is declared does not hold the values, and this one may, exactly. */
  instead?: true;
  causes: Cause[];
}

export interface Cause {
  /** Code of the exceptions these values would become. */
  code: string;
  /** Values with a readable repair, and values without one. */
  repaired: number;
  lost: number;
  samples: Sample[];
}

/** Everything the audit measured. Findings and plan are pure functions of this and the schema. */
export interface Measures {
  tables: TableProfile[];
  /** For the type each column asks for; for columns that might become JSONB, UUID or TEXT[] also for that. */
  troubles: ColumnTroubles[];
  /** Rows whose parent is missing, per foreign key (its place in `SourceTable.foreignKeys`). */
  orphans: { table: string; foreignKey: number; rows: number }[];
  /** Indexes over expressions, with the longest value that these have together, in bytes; only where it is long. */
  longTerms: { table: string; index: string; bytes: number }[];
  /** Rows that violate a CHECK (its place in `SourceTable.checks`); none of one that SQLite cannot evaluate. */
  violations: { table: string; check: number; rows: number }[];
}
