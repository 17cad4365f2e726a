import type { Affinity } from '../../../shared/model/index.ts';

/** Affinity of a declared type, by SQLite's five rules: https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(type: string, strict = false): Affinity {
  if (/INT/i.test(type)) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/i.test(type)) return 'TEXT';
  if (/BLOB/i.test(type) || type === '') return 'BLOB';
  if (/REAL|FLOA|DOUB/i.test(type)) return 'REAL';
  // In STRICT tables ANY keeps every value as it is: https://www.sqlite.org/stricttables.html
  return strict && /^any$/i.test(type) ? 'BLOB' : 'NUMERIC';
}
