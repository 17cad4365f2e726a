import { isUtf8 } from 'node:buffer';
import type { Database } from 'better-sqlite3';
import type {
  ColumnProfile,
  SourceColumn,
  SourceTable,
  TableProfile,
  TimeProfile,
} from '../../../shared/model/index.ts';
import { plainTimeSql } from '../convert/time.ts';
import { kindOf } from '../plan/kinds.ts';
import { quoteName } from '../source/sql.ts';
import { monthsOf } from './months.ts';

/** Characters that need a second look: everything but printable ASCII without the backslash. */
const unusual = `glob '*[^] -[^-~]*'`;
const notAscii = `glob cast(x'2a5b5e012d7f5d2a' as text)`;
const escaped = `glob cast(x'2a5b5c08090a0b0c0d5d2a' as text)`;
const storageOf = {
  TEXT: 'text',
  NUMERIC: 'integer',
  INTEGER: 'integer',
  REAL: 'real',
  BLOB: 'blob',
} as const;

type Row = Record<string, unknown>;

/**
 * Profiles one table: one pass that asks the cheap questions of every column, then a second look at the columns
 * whose answer was not the usual one. Runs inside SQLite; only text beyond ASCII is handed to `utf8_ok`.
 * `withMonths` also counts the rows per month of the time columns that could carry partitions.
 */
export function profileTable(
  db: Database,
  table: SourceTable,
  options: { monthsOf: string | null },
): TableProfile {
  registerFunctions(db);
  const from = quoteName(table.name);
  const selected = table.columns.flatMap((column, i) =>
    quickQuestions(column).map(([k, sql]) => `${sql} as c${i}_${k}`),
  );
  const quick = one(db, `select count(*) as n, ${selected.join(', ')} from ${from}`);
  const rows = Number(quick.n);
  const columns: Record<string, ColumnProfile> = {};
  let maxRowBytes = 0;
  table.columns.forEach((column, i) => {
    const profile = readQuick(column, (k) => quick[`c${i}_${k}`], rows);
    const odd =
      Number(quick[`c${i}_class`] ?? 0) + profile.nulls !== rows ||
      Number(quick[`c${i}_odd`] ?? 0) > 0 ||
      (profile.time?.other ?? 0) > 0;
    if (odd) Object.assign(profile, lookCloser(db, from, column));
    if (profile.time && options.monthsOf === column.name)
      profile.time.months = monthsOf(db, table, column.name);
    columns[column.name] = profile;
    maxRowBytes += Math.max(profile.maxBytes, 26);
  });
  return { table: table.name, rows, maxRowBytes, columns };
}

/** The questions of the first pass for one column, as name and SQL. */
function quickQuestions(column: SourceColumn): [string, string][] {
  const c = quoteName(column.name);
  const expected = isTime(column) ? 'text' : storageOf[column.affinity];
  const is = `typeof(${c}) = '${expected}'`;
  const asked: [string, string][] = [['some', `count(${c})`]];
  if (isTime(column)) {
    const plain = plainTimeSql(timeKind(column), c);
    return asked.concat([
      ['class', `count(*) filter (where ${is})`],
      ['plain', `count(*) filter (where ${plain})`],
      ['zeros', `count(*) filter (where ${c} glob '*.*0')`],
      ['bytes', `max(octet_length(${c}))`],
      ['low', `min(${c})`],
      ['high', `max(${c})`],
    ]);
  }
  asked.push(['class', `count(*) filter (where ${is})`]);
  if (expected === 'integer') {
    asked.push(['min', `min(${c})`], ['max', `max(${c})`]);
    if (kindOf(column.type).kind === 'boolean')
      asked.push(['bool', `count(*) filter (where ${c} not in (0, 1))`]);
  } else if (expected === 'text') {
    asked.push(['bytes', `max(octet_length(${c}))`], ['odd', `count(*) filter (where ${c} ${unusual})`]);
    asked.push(['empty', `count(*) filter (where ${c} = '')`]);
  } else if (expected === 'blob') {
    asked.push(['bytes', `max(octet_length(${c}))`]);
  }
  return asked;
}

function readQuick(column: SourceColumn, answer: (k: string) => unknown, rows: number): ColumnProfile {
  const some = Number(answer('some'));
  const time = isTime(column);
  const expected = time ? 'text' : storageOf[column.affinity];
  const ofClass = (storage: string) => (storage === expected ? some : 0);
  const bytes = Number(answer('bytes') ?? 0);
  const plain = Number(answer('plain') ?? 0);
  const isInteger = expected === 'integer' && typeof answer('min') === 'bigint';
  return {
    nulls: rows - some,
    integers: ofClass('integer'),
    reals: ofClass('real'),
    texts: ofClass('text'),
    blobs: ofClass('blob'),
    minInteger: isInteger ? String(answer('min')) : null,
    maxInteger: isInteger ? String(answer('max')) : null,
    notBoolean: Number(answer('bool') ?? 0),
    wholeReals: 0,
    infinities: 0,
    maxChars: expected === 'text' ? bytes : 0,
    maxBytes: bytes,
    escapes: 0,
    nonAscii: 0,
    badUtf8: 0,
    nul: 0,
    emptyTexts: Number(answer('empty') ?? 0),
    time: time
      ? {
          plain,
          trailingZeros: Number(answer('zeros') ?? 0),
          other: some - plain,
          min: plain > 0 ? String(answer('low')) : null,
          max: plain > 0 ? String(answer('high')) : null,
          months: [],
        }
      : null,
  };
}

/** Everything about a column that holds something unusual. */
function lookCloser(db: Database, from: string, column: SourceColumn): Partial<ColumnProfile> {
  const c = quoteName(column.name);
  const where = (condition: string) => `count(*) filter (where ${condition})`;
  const isText = `typeof(${c}) = 'text'`;
  const r = one(
    db,
    `select ${where(`typeof(${c}) = 'integer'`)} as integers, ${where(`typeof(${c}) = 'real'`)} as reals,
      ${where(isText)} as texts, ${where(`typeof(${c}) = 'blob'`)} as blobs,
      min(${c}) filter (where typeof(${c}) = 'integer') as min, max(${c}) filter (where typeof(${c}) = 'integer') as max,
      ${where(`typeof(${c}) = 'integer' and ${c} not in (0, 1)`)} as bool,
      ${where(`typeof(${c}) = 'real' and abs(${c}) < 9e15 and ${c} = cast(${c} as integer)`)} as whole,
      ${where(`typeof(${c}) = 'real' and abs(${c}) > 1.7976931348623157e308`)} as infinities,
      max(length(${c})) filter (where ${isText}) as chars,
      max(octet_length(${c})) filter (where typeof(${c}) in ('text', 'blob')) as bytes,
      ${where(`${isText} and ${c} ${escaped}`)} as escapes, ${where(`${isText} and ${c} ${notAscii}`)} as nonAscii,
      ${where(`${isText} and ${c} ${notAscii} and not utf8_ok(cast(${c} as blob))`)} as badUtf8,
      ${where(`${isText} and instr(cast(${c} as blob), x'00') > 0`)} as nul, ${where(`${isText} and ${c} = ''`)} as empty
    from ${from}`,
  );
  const n = (k: string) => Number(r[k] ?? 0);
  const found: Partial<ColumnProfile> = {
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
    maxChars: n('nul') + n('badUtf8') > 0 ? n('bytes') : n('chars'),
    maxBytes: n('bytes'),
    escapes: n('escapes'),
    nonAscii: n('nonAscii'),
    badUtf8: n('badUtf8'),
    nul: n('nul'),
    emptyTexts: n('empty'),
  };
  if (!isTime(column)) return found;
  return { ...found, time: timeProfile(db, from, column, n('texts')) };
}

function timeProfile(db: Database, from: string, column: SourceColumn, texts: number): TimeProfile {
  const c = quoteName(column.name);
  const plain = `typeof(${c}) = 'text' and ${plainTimeSql(timeKind(column), c)}`;
  const r = one(
    db,
    `select count(*) as plain, min(${c}) as min, max(${c}) as max, count(*) filter (where ${c} glob '*.*0') as zeros
     from ${from} where ${plain}`,
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

function isTime(column: SourceColumn): boolean {
  return ['timestamp', 'date', 'time'].includes(kindOf(column.type).kind);
}

function timeKind(column: SourceColumn): 'timestamp' | 'date' | 'time' {
  return kindOf(column.type).kind as 'timestamp' | 'date' | 'time';
}

function one(db: Database, sql: string): Row {
  return db.prepare(sql).safeIntegers(true).get() as Row;
}

/** SQLite has no function that says whether bytes are UTF-8. */
function registerFunctions(db: Database): void {
  db.function('utf8_ok', { deterministic: true }, (bytes: unknown) => (isUtf8(bytes as Uint8Array) ? 1 : 0));
}
