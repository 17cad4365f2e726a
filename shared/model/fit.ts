import type { ConversionName } from './conversion.ts';

/** What the type of a column of the target asks of its values, where that is more than the conversion knows. */
export interface ColumnFit {
  /** Characters of varchar(n) and char(n). */
  length?: number;
  /** char(n): PostgreSQL fills up with blanks. */
  padded?: true;
  /** smallint, integer, bigint: decimal strings. */
  range?: { min: string; max: string };
  /** numeric(p,s): both or neither. */
  precision?: number;
  scale?: number;
  /** Decimals of the second: timestamp(3), time(0). */
  decimals?: number;
  /** The words of an enum, whose conversion is text. */
  labels?: string[];
  network?: 'inet' | 'cidr' | 'macaddr' | 'macaddr8';
  /** What an array holds. */
  element?: { conversion: ConversionName; fit?: ColumnFit };
  /** Text whose column sorts otherwise than by bytes. */
  collated?: true;
}

/**
 * The one spelling that the source uses in a column, other than the one that the conversion expects. It is taken for a
 * value only where undoing it gives exactly that value again, so that it is no change.
 */
export type ValueForm =
  /** INTEGER or REAL numbers since 1970 UTC: 1 in a second, or 1000, or 1000000. `real`: whole numbers are REAL too. */
  | { kind: 'epoch'; unit: 1 | 1000 | 1_000_000; real?: true }
  /**
   * Points in time as text. `zone` is what every value ends in. `decimals`: always so many, null for as many as there
   * are without zeros at the end; with `shortWhole` a full second has none.
   */
  | { kind: 'moment'; separator: ' ' | 'T'; zone: string; decimals: number | null; shortWhole?: true }
  /** YYYY-MM-DD in a timestamp column. */
  | { kind: 'day' }
  /** 32 digits in lower or upper case, upper case with hyphens, or 16 bytes. */
  | { kind: 'uuid'; style: 'hex' | 'HEX' | 'UPPER' | 'bytes' }
  /** Words in a boolean column. */
  | { kind: 'words'; true: string; false: string }
  /** A number written as text in a numeric column. */
  | { kind: 'digits' }
  /** INTEGER in a text column, as its decimal digits. */
  | { kind: 'number' }
  /** TEXT in a bytea column. */
  | { kind: 'utf8' }
  /** INTEGER microseconds in an interval column: Django. */
  | { kind: 'micros' }
  /** `[d.]hh:mm:ss[.fffffff]` in an interval column: EF Core. */
  | { kind: 'timespan' };
