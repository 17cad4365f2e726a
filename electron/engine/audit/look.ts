import { isUtf8 } from 'node:buffer';
import type { Database } from 'better-sqlite3';
import type { ColumnProfile, SourceColumn, TimeProfile } from '../../../shared/model/index.ts';
import { plainTimeSql } from '../convert/time.ts';
import { decodeUtf16, type TextEncoding } from '../convert/values.ts';
import { kindOf } from '../plan/kinds.ts';
import { quoteName } from '../source/sql.ts';

const notAscii = `glob '*[^\x01-\x7f]*'`;
const escaped = `glob '*[\\\b\t\n\v\f\r]*'`;

/** Rows to look at. */
export interface Rows {
  table: string;
  /** SQL condition, null for the whole table, with the values of its placeholders. */
  where: string | null;
  values: unknown[];
}

/**
 * Everything about one column in some rows, by SQLite's own functions. This is what the facts mean; scan.ts finds the
 * same ones faster in rows that hold nothing unusual. `registerFunctions` comes first.
 */
export function lookCloser(db: Database, rows: Rows, column: SourceColumn): ColumnProfile {
  const c = quoteName(column.name);
  const bytes = `${c} collate binary`;
  const where = (condition: string) => `count(*) filter (where ${condition})`;
  const isText = `typeof(${c}) = 'text'`;
  // GLOB does not see what stands behind a NUL byte.
  const hasNul = `instr(${c}, char(0)) > 0`;
  const wellFormed = `well_formed(cast(${c} as blob))`;
  const r = one(
    db,
    `select count(*) - count(${c}) as nulls,
      ${where(`typeof(${c}) = 'integer'`)} as integers, ${where(`typeof(${c}) = 'real'`)} as reals,
      ${where(isText)} as texts, ${where(`typeof(${c}) = 'blob'`)} as blobs,
      min(${bytes}) filter (where typeof(${c}) = 'integer') as min,
      max(${bytes}) filter (where typeof(${c}) = 'integer') as max,
      ${where(`typeof(${c}) = 'integer' and ${bytes} not in (0, 1)`)} as bool,
      ${where(`typeof(${c}) = 'real' and abs(${c}) < 9e15 and ${bytes} = cast(${c} as integer)`)} as whole,
      ${where(`typeof(${c}) = 'real' and abs(${c}) > 1.7976931348623157e308`)} as infinities,
      max(${spelledChars(c)}) as chars,
      max(octet_length(${c})) filter (where typeof(${c}) in ('text', 'blob')) as bytes,
      ${where(`${isText} and ${c} ${escaped}`)} as escapes, ${where(`${isText} and ${c} ${notAscii}`)} as nonAscii,
      ${where(`${isText} and (${c} ${notAscii} or ${hasNul}) and not ${wellFormed}`)} as badUtf8,
      ${where(`${isText} and ${hasNul} and ${wellFormed}`)} as nul,
      ${where(`${isText} and octet_length(${c}) = 0`)} as empty
    from ${quoteName(rows.table)} ${rows.where === null ? '' : `where ${rows.where}`}`,
    rows.values,
  );
  const n = (k: string) => Number(r[k] ?? 0);
  return {
    nulls: n('nulls'),
    integers: n('integers'),
    reals: n('reals'),
    texts: n('texts'),
    blobs: n('blobs'),
    minInteger: r.min === null ? null : String(r.min),
    maxInteger: r.max === null ? null : String(r.max),
    notBoolean: n('bool'),
    wholeReals: n('whole'),
    infinities: n('infinities'),
    // length() stops at a NUL and counts in UTF-8 only what is valid: the bytes are the safe bound then.
    maxChars: n('nul') + n('badUtf8') > 0 ? Math.max(n('bytes'), n('chars')) : n('chars'),
    maxBytes: n('bytes'),
    escapes: n('escapes'),
    nonAscii: n('nonAscii'),
    badUtf8: n('badUtf8'),
    nul: n('nul'),
    emptyTexts: n('empty'),
    time: timeKind(column) === null ? null : timeProfile(db, rows, column, n('texts')),
  };
}

function timeProfile(db: Database, rows: Rows, column: SourceColumn, texts: number): TimeProfile {
  const c = quoteName(column.name);
  const plain = `typeof(${c}) = 'text' and ${plainTimeSql(timeKind(column) as TimeKind, c)}`;
  const r = one(
    db,
    `select count(*) as plain, min(${c} collate binary) as min, max(${c} collate binary) as max,
       count(*) filter (where ${c} glob '*.*0') as zeros
     from ${quoteName(rows.table)} where ${plain} ${rows.where === null ? '' : `and ${rows.where}`}`,
    rows.values,
  );
  const count = Number(r.plain);
  const text = (v: unknown) => (v === null ? null : String(v));
  return {
    plain: count,
    trailingZeros: Number(r.zeros),
    other: texts - count,
    min: text(r.min),
    max: text(r.max),
    months: [],
  };
}

export type TimeKind = 'timestamp' | 'date' | 'time';

/** What a column is declared to hold of time, or null. */
export function timeKind(column: SourceColumn): TimeKind | null {
  const { kind } = kindOf(column.type);
  return kind === 'timestamp' || kind === 'date' || kind === 'time' ? kind : null;
}

function one(db: Database, sql: string, values: unknown[]): Record<string, unknown> {
  return db
    .prepare(sql)
    .safeIntegers(true)
    .get(...values) as Record<string, unknown>;
}

/** Characters that an INTEGER, REAL or NULL may take when it is spelled out in a text column. */
export const spelledNumber = 24;

/** Characters that so many bytes take there: `\\x` and hexadecimal digits. */
export const spelledBytes = (bytes: number): number => 2 + 2 * bytes;

/** Characters of a value in a text column: what is no text is spelled out there, bytes as `\\x` and hexadecimal digits. */
function spelledChars(c: string): string {
  return `case typeof(${c}) when 'text' then length(${c}) when 'blob' then 2 + 2 * octet_length(${c}) when 'null' then 0 else ${spelledNumber} end`;
}

/** SQLite has no function that says whether the bytes of a text are what its encoding allows. */
export function registerFunctions(db: Database, encoding: TextEncoding): void {
  const wellFormed =
    encoding === 'UTF-8'
      ? isUtf8
      : (bytes: Uint8Array) => bytes.length % 2 === 0 && decodeUtf16(bytes, encoding).isWellFormed();
  db.function('well_formed', { deterministic: true }, (bytes: unknown) =>
    wellFormed(bytes as Uint8Array) ? 1 : 0,
  );
}
