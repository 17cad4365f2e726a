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

/** SQLite gives back at most 2000 columns: https://www.sqlite.org/limits.html */
const columnsAtOnce = 90;

/**
 * Everything about some columns in some rows, by SQLite's own functions. This is what the facts mean; scan.ts finds the
 * same ones faster in rows that hold nothing unusual. `registerFunctions` comes first. Of a wide row SQLite reads what
 * stands before a value to find it: many columns are looked at in one go.
 */
export function lookCloser(db: Database, rows: Rows, columns: readonly SourceColumn[]): ColumnProfile[] {
  const found: ColumnProfile[] = [];
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const some = columns.slice(at, at + columnsAtOnce).map((column) => ({ column, asked: askedOf(column) }));
    const sql = some.flatMap(({ asked }) => Object.values(asked)).join(', ');
    const answers = db
      .prepare(
        `select ${sql} from ${quoteName(rows.table)} ${rows.where === null ? '' : `where ${rows.where}`}`,
      )
      .raw()
      .safeIntegers(true)
      .get(...rows.values) as unknown[];
    for (const { column, asked } of some) {
      const names = Object.keys(asked);
      const own = answers.splice(0, names.length);
      const profile = profileOf(new Map(names.map((name, i) => [name, own[i]])));
      found.push({ ...profile, time: timeProfile(db, rows, column, profile.texts) });
    }
  }
  return found;
}

/** What is asked of a column: aggregates by name. */
function askedOf(column: SourceColumn): Record<string, string> {
  const c = quoteName(column.name);
  const bytes = `${c} collate binary`;
  const where = (condition: string) => `count(*) filter (where ${condition})`;
  const isText = `typeof(${c}) = 'text'`;
  // GLOB does not see what stands behind a NUL byte.
  const hasNul = `instr(${c}, char(0)) > 0`;
  const wellFormed = `well_formed(cast(${c} as blob))`;
  return {
    nulls: `count(*) - count(${c})`,
    integers: where(`typeof(${c}) = 'integer'`),
    reals: where(`typeof(${c}) = 'real'`),
    texts: where(isText),
    blobs: where(`typeof(${c}) = 'blob'`),
    min: `min(${bytes}) filter (where typeof(${c}) = 'integer')`,
    max: `max(${bytes}) filter (where typeof(${c}) = 'integer')`,
    bool: where(`typeof(${c}) = 'integer' and ${bytes} not in (0, 1)`),
    whole: where(`typeof(${c}) = 'real' and abs(${c}) < 9e15 and ${bytes} = cast(${c} as integer)`),
    infinities: where(`typeof(${c}) = 'real' and abs(${c}) > 1.7976931348623157e308`),
    chars: `max(${spelledChars(c)})`,
    bytes: `max(octet_length(${c})) filter (where typeof(${c}) in ('text', 'blob'))`,
    escapes: where(`${isText} and ${c} ${escaped}`),
    nonAscii: where(`${isText} and ${c} ${notAscii}`),
    badUtf8: where(`${isText} and (${c} ${notAscii} or ${hasNul}) and not ${wellFormed}`),
    nul: where(`${isText} and ${hasNul} and ${wellFormed}`),
    empty: where(`${isText} and octet_length(${c}) = 0`),
  };
}

function profileOf(answers: ReadonlyMap<string, unknown>): Omit<ColumnProfile, 'time'> {
  const n = (name: string) => Number(answers.get(name) ?? 0);
  const text = (name: string) => {
    const value = answers.get(name) ?? null;
    return value === null ? null : String(value);
  };
  return {
    nulls: n('nulls'),
    integers: n('integers'),
    reals: n('reals'),
    texts: n('texts'),
    blobs: n('blobs'),
    minInteger: text('min'),
    maxInteger: text('max'),
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
  };
}

function timeProfile(db: Database, rows: Rows, column: SourceColumn, texts: number): TimeProfile | null {
  const kind = timeKind(column);
  if (kind === null) return null;
  const c = quoteName(column.name);
  const isPlain = `typeof(${c}) = 'text' and ${plainTimeSql(kind, c)}`;
  const found = db
    .prepare(
      `select count(*) as plain, min(${c} collate binary) as min, max(${c} collate binary) as max,
         count(*) filter (where ${c} glob '*.*0') as zeros
       from ${quoteName(rows.table)} where ${isPlain} ${rows.where === null ? '' : `and ${rows.where}`}`,
    )
    .get(...rows.values) as { plain: number; min: string | null; max: string | null; zeros: number };
  const { plain, min, max, zeros } = found;
  return { plain, trailingZeros: zeros, other: texts - plain, min, max, months: [] };
}

export type TimeKind = 'timestamp' | 'date' | 'time';

/** What a column is declared to hold of time, or null. */
export function timeKind(column: SourceColumn): TimeKind | null {
  const { kind } = kindOf(column.type);
  return kind === 'timestamp' || kind === 'date' || kind === 'time' ? kind : null;
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
