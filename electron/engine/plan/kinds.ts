import { singleType } from '../source/virtual.ts';

/** What a declared SQLite type means to AutoCore's models and to people; the data may still ask for another type. */
export interface Declared {
  kind:
    | 'integer'
    | 'bigint'
    | 'text'
    | 'varchar'
    | 'boolean'
    | 'timestamp'
    | 'date'
    | 'time'
    | 'double'
    | 'single'
    | 'numeric'
    | 'bytea'
    | 'any';
  /** n of VARCHAR(n). */
  length: number | null;
}

/**
 * Reads a declared type. SQLite takes any words here (https://www.sqlite.org/datatype3.html#affinity_name_examples);
 * SQLAlchemy writes BOOLEAN, DATETIME, FLOAT, VARCHAR(n). What is not known falls back to the data.
 */
export function kindOf(declared: string): Declared {
  const type = declared.trim().toUpperCase();
  const length = /\(\s*(\d+)\s*\)/.exec(type)?.[1];
  const name = type.replace(/\(.*$/s, '').trim();
  const of = (kind: Declared['kind'], n: number | null = null): Declared => ({ kind, length: n });
  if (name === '' || name === 'ANY') return of('any');
  if (name === singleType) return of('single');
  if (/^BOOL/.test(name)) return of('boolean');
  if (/^(DATETIME|TIMESTAMP)/.test(name)) return of('timestamp');
  if (name === 'DATE') return of('date');
  if (name === 'TIME') return of('time');
  if (/^(BIGINT|INT8|UNSIGNED BIG INT)$/.test(name)) return of('bigint');
  if (/INT/.test(name)) return of('integer');
  if (/CHAR/.test(name) && length && Number(length) > 0 && Number(length) <= 10_485_760)
    return of('varchar', Number(length));
  if (/CHAR|CLOB|TEXT|STRING|JSON|UUID|ENUM/.test(name)) return of('text');
  if (/BLOB|BINARY|BYTEA/.test(name)) return of('bytea');
  if (/REAL|FLOA|DOUB/.test(name)) return of('double');
  if (/NUMERIC|DECIMAL/.test(name)) return of('numeric');
  return of('any');
}
