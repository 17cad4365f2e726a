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
import { decodeUtf16, type TextEncoding } from '../convert/values.ts';
import { kindOf } from '../plan/kinds.ts';
import { quoteName } from '../source/sql.ts';
import { monthsOf } from './months.ts';

/** Characters that need a second look: everything but printable ASCII without the backslash. */
const unusual = `glob '*[^] -[^-~]*'`;
const notAscii = `glob '*[^\x01-\x7f]*'`;
const escaped = `glob '*[\\\b\t\n\v\f\r]*'`;
/** SQLite gives back at most 2000 columns, and a column is asked up to seven questions. */
const columnsPerPass = 280;
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
 * whose answer was not the usual one. Runs inside SQLite; only the texts of columns with unusual ones are handed to `well_formed`.
 * `withMonths` also counts the rows per month of the time columns that could carry partitions.
 */
export function profileTable(
  db: Database,
  table: SourceTable,
  options: { monthsOf: string | null },
): TableProfile {
  const bytesPerUnit = registerFunctions(db);
  const from = quoteName(table.name);
  const quick = firstPass(db, from, table.columns, bytesPerUnit);
  const rows = Number(quick.n);
  const columns = table.columns.map((column, i): [string, ColumnProfile] => {
    const profile = readQuick(column, (k) => quick[`c${i}_${k}`], rows, bytesPerUnit);
    const odd =
      Number(quick[`c${i}_class`] ?? 0) + profile.nulls !== rows ||
      Number(quick[`c${i}_odd`] ?? 0) > 0 ||
      (profile.time?.other ?? 0) > 0;
    if (odd) Object.assign(profile, lookCloser(db, from, column));
    if (profile.time && options.monthsOf === column.name)
      profile.time.months = monthsOf(db, table, column.name);
    return [column.name, profile];
  });
  const maxRowBytes = columns.reduce((sum, [, profile]) => sum + Math.max(profile.maxBytes, 26), 0);
  // Not by assignment: a column may be called __proto__.
  return { table: table.name, rows, maxRowBytes, columns: Object.fromEntries(columns) };
}

/** Answers as `c<column>_<question>`, and `n`, the rows of the table. */
function firstPass(db: Database, from: string, columns: SourceColumn[], bytesPerUnit: number): Row {
  const answers: Row = {};
  for (let at = 0; at < columns.length; at += columnsPerPass) {
    const selected = columns
      .slice(at, at + columnsPerPass)
      .flatMap((column, i) =>
        quickQuestions(column, bytesPerUnit).map(([k, sql]) => `${sql} as c${at + i}_${k}`),
      );
    Object.assign(answers, one(db, `select count(*) as n, ${selected.join(', ')} from ${from}`));
  }
  return answers;
}

/** The questions of the first pass for one column, as name and SQL. */
function quickQuestions(column: SourceColumn, bytesPerUnit: number): [string, string][] {
  const c = quoteName(column.name);
  const bytes = `${c} collate binary`;
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
      ['low', `min(${bytes})`],
      ['high', `max(${bytes})`],
    ]);
  }
  asked.push(['class', `count(*) filter (where ${is})`]);
  if (expected === 'integer') {
    asked.push(['min', `min(${bytes})`], ['max', `max(${bytes})`]);
    if (kindOf(column.type).kind === 'boolean')
      asked.push(['bool', `count(*) filter (where ${bytes} not in (0, 1))`]);
  } else if (expected === 'text') {
    // GLOB and length() stop at a NUL byte: then the bytes are more than the characters.
    const more = `octet_length(${c}) <> ${bytesPerUnit} * length(${c})`;
    asked.push(
      ['bytes', `max(octet_length(${c}))`],
      ['odd', `count(*) filter (where ${more} or ${c} ${unusual})`],
      ['empty', `count(*) filter (where octet_length(${c}) = 0)`],
    );
  } else if (expected === 'blob') {
    asked.push(['bytes', `max(octet_length(${c}))`]);
  }
  return asked;
}

function readQuick(
  column: SourceColumn,
  answer: (k: string) => unknown,
  rows: number,
  bytesPerUnit: number,
): ColumnProfile {
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
    // Where nothing is unusual every character is ASCII.
    maxChars: expected === 'text' ? bytes / bytesPerUnit : 0,
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
  const bytes = `${c} collate binary`;
  const where = (condition: string) => `count(*) filter (where ${condition})`;
  const isText = `typeof(${c}) = 'text'`;
  // GLOB does not see what stands behind a NUL byte.
  const hasNul = `instr(${c}, char(0)) > 0`;
  const wellFormed = `well_formed(cast(${c} as blob))`;
  const r = one(
    db,
    `select ${where(`typeof(${c}) = 'integer'`)} as integers, ${where(`typeof(${c}) = 'real'`)} as reals,
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
    maxChars: n('nul') + n('badUtf8') > 0 ? Math.max(n('bytes'), n('chars')) : n('chars'),
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
    `select count(*) as plain, min(${c} collate binary) as min, max(${c} collate binary) as max, count(*) filter (where ${c} glob '*.*0') as zeros
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

/** Characters of a value in a text column: what is no text is spelled out there, bytes as `\\x` and hexadecimal digits. */
function spelledChars(c: string): string {
  return `case typeof(${c}) when 'text' then length(${c}) when 'blob' then 2 + 2 * octet_length(${c}) when 'null' then 0 else 24 end`;
}

/**
 * SQLite has no function that says whether the bytes of a text are what its encoding allows.
 * Returns the bytes of an ASCII character.
 */
function registerFunctions(db: Database): 1 | 2 {
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  const wellFormed =
    encoding === 'UTF-8'
      ? isUtf8
      : (bytes: Uint8Array) => bytes.length % 2 === 0 && decodeUtf16(bytes, encoding).isWellFormed();
  db.function('well_formed', { deterministic: true }, (bytes: unknown) =>
    wellFormed(bytes as Uint8Array) ? 1 : 0,
  );
  return encoding === 'UTF-8' ? 1 : 2;
}
