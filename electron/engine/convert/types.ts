import type { ColumnProfile } from '../../../shared/model/index.ts';
import type { SqlValue } from './values.ts';

/**
 * A value that the column cannot hold as it is. `text` is the readable repair that goes into the target, or null:
 * then the column gets NULL, or the row goes to quarantine where NULL is not allowed. `code` names the cause.
 */
export class Trouble {
  readonly text: string | null;
  readonly code: string;
  readonly reason: string;
  constructor(code: string, text: string | null, reason: string) {
    this.code = code;
    this.text = text;
    this.reason = reason;
  }
}

/** PostgreSQL's own output text for the value, or what stands in its way. Never called with null. */
export type Encode = (value: Exclude<SqlValue, null>) => string | Trouble;

/** One way across. Pure: the same value gives the same text, always. */
export interface Conversion {
  encode: Encode;
  /**
   * SQLite expression for the COPY field of a column whose profile proves that every value is NULL or converts
   * exactly; null where the values must come through `encode`. `c` is the quoted column.
   */
  copySql(c: string, profile: ColumnProfile): string | null;
}
