import Database from 'better-sqlite3';
import type pg from 'pg';
import {
  type ExpressionColumn,
  type ExpressionOptions,
  translateExpression,
} from '../../../electron/engine/plan/expression.ts';

/** One column on both sides, with values that SQLite stores and the target holds. */
export interface Column extends ExpressionColumn {
  declared: string;
  type: string;
  values: (string | number | bigint | Buffer | null)[];
}

const texts = [
  '',
  'abc',
  'ABC',
  'Abc ',
  'a%c',
  'a_c',
  'ação',
  'AÇÃO',
  '5',
  '05',
  ' 7',
  '1900',
  'x\ny',
  '\\',
  "it's",
  'zz',
  'relay_control',
  '[x]',
  'a-b',
  null,
];
const moments = [
  '2025-08-08 05:11:57.775189',
  '2025-08-09 14:03:11',
  '2024-02-29 23:59:59',
  '1970-01-01 00:00:00',
  '2025-01-31 00:00:00',
  null,
];

export const column = (
  source: string,
  declared: string,
  affinity: ExpressionColumn['affinity'],
  type: string,
  conversion: ExpressionColumn['conversion'],
  values: Column['values'],
  collation = 'BINARY',
): Column => ({
  source,
  target: source,
  declared,
  type,
  conversion,
  values,
  collation,
  ...(affinity ? { affinity } : {}),
});

export const columns: Column[] = [
  column('b', 'BOOLEAN', 'NUMERIC', 'boolean', 'boolean', [0, 1, null]),
  column('b2', 'BOOLEAN', 'NUMERIC', 'boolean', 'boolean', [1, 0, 1, null]),
  column('i', 'INTEGER', 'INTEGER', 'integer', 'integer', [
    0,
    1,
    -1,
    5,
    7,
    17,
    1899,
    2026,
    2147483647,
    -2147483648,
    null,
  ]),
  column('k', 'BIGINT', 'INTEGER', 'bigint', 'integer', [
    3,
    9007199254740993n,
    9223372036854775807n,
    -9223372036854775808n,
    null,
  ]),
  column('n', 'DECIMAL(10,2)', 'NUMERIC', 'numeric', 'numeric', [0, 1.5, -2.25, 100, 0.1, null]),
  column('d', 'REAL', 'REAL', 'double precision', 'double', [0, 2.5, -0.5, 1e300, 0.1, 12345.678, null]),
  column('t', 'TEXT', 'TEXT', 'text', 'text', texts),
  column('u', 'VARCHAR(20)', 'TEXT', 'character varying(20)', 'text', [...texts].reverse()),
  column('c', 'TEXT COLLATE NOCASE', 'TEXT', 'text', 'text', texts.slice(1), 'NOCASE'),
  column(
    'r',
    'TEXT COLLATE RTRIM',
    'TEXT',
    'text',
    'text',
    ['abc', 'abc  ', ' abc', '', '  ', null],
    'RTRIM',
  ),
  column('ts', 'DATETIME', 'NUMERIC', 'timestamp', 'timestamp', moments),
  column('ts2', 'TIMESTAMP', 'NUMERIC', 'timestamp', 'timestamp', [...moments].reverse()),
  column('da', 'DATE', 'NUMERIC', 'date', 'date', ['2025-08-08', '1970-01-01', '2024-02-29', null]),
  column('ti', 'TIME', 'NUMERIC', 'time', 'time', ['05:11:57', '00:00:00', '23:59:59', null]),
  column('bl', 'BLOB', 'BLOB', 'bytea', 'bytea', [
    Buffer.from('00ff', 'hex'),
    Buffer.from('abc'),
    Buffer.alloc(0),
    null,
  ]),
  column('key', 'TEXT', 'TEXT', 'text', 'text', ['a', null]),
  column('a "b" 100%', 'TEXT', 'TEXT', 'text', 'text', ['a', 'b', null]),
];

const rowCount = 60;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Rows in which every column goes through all of its values, at a pace of its own and each time from another one on, so
 * that pairs of values meet.
 */
function rows(columns: Column[]): Column['values'][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map(({ values }, c) => {
      const round = Math.floor(row / values.length);
      return values[(row * paceOf(c, values.length) + round * c) % values.length] ?? null;
    }),
  );
}

/** A step that leads to every place of a round of that length. */
function paceOf(c: number, length: number): number {
  let step = 1 + (c % 3);
  while (divisor(step, length) !== 1) step++;
  return step;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

export function sqliteTable(all: Column[] = columns): Database.Database {
  const db = new Database(':memory:');
  db.exec(
    `create table t("row" integer primary key, ${all.map((c) => `${quoted(c.source)} ${c.declared}`).join(', ')})`,
  );
  const insert = db.prepare(`insert into t values (?, ${all.map(() => '?').join(', ')})`);
  for (const [row, values] of rows(all).entries()) insert.run(row, ...values);
  return db;
}

/** The same rows in a new table `t`, with the types and the collation that a plan gives. */
export async function postgresTable(client: pg.Client, all: Column[] = columns): Promise<void> {
  const definitions = all.map(
    (c) => `${quoted(c.target)} ${c.type}${c.conversion === 'text' ? ' collate "C"' : ''}`,
  );
  await client.query('drop table if exists t');
  await client.query(`create table t("row" integer primary key, ${definitions.join(', ')})`);
  for (const [row, values] of rows(all).entries()) {
    const places = values.map((_, i) => `$${i + 1}`).join(', ');
    await client.query(`insert into t values (${row}, ${places})`, values);
  }
}

/** A condition over every row: true, false, or null. */
export function sqliteConditions(db: Database.Database, sql: string): (boolean | null)[] {
  const rows = db
    .prepare<[], number | null>(
      `select case when (${sql}\n) is null then null when (${sql}\n) then 1 else 0 end from t order by "row"`,
    )
    .pluck()
    .all();
  return rows.map((each) => (each === null ? null : each === 1));
}

/** A value over every row, as text with its number in one spelling; null stays null. */
export function sqliteValues(db: Database.Database, sql: string): (string | null)[] {
  const rows = db
    .prepare<[], unknown>(`select (${sql}\n) from t order by "row"`)
    .pluck()
    .safeIntegers()
    .all();
  return rows.map((each) => (each === null ? null : spelled(each)));
}

export async function postgresValues(client: pg.Client, sql: string): Promise<(string | null)[]> {
  const { rows, fields } = await client.query<{ v: string | null }>({
    text: `select (${sql}) as v from t order by "row"`,
    // PostgreSQL's own text: no Date, no rounding on the way.
    types: { getTypeParser: () => (text: string) => text },
  });
  return rows.map(({ v }) => {
    if (v === null) return null;
    if (fields[0]?.dataTypeID === 16) return v === 't' ? '1' : '0';
    return fields[0]?.dataTypeID === 17 ? v.slice(2) : spelled(v);
  });
}

function spelled(v: unknown): string {
  if (Buffer.isBuffer(v)) return v.toString('hex');
  const text = String(v);
  return typeof v !== 'string' || /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? number(text) : text;
}

function number(text: string): string {
  return /^-?\d+$/.test(text) ? text : String(Number(text));
}

export function translated(sql: string, use: ExpressionOptions['use'] = 'check', all = columns): string {
  const result = translateExpression(sql, { columns: all, use });
  if (!result.ok) throw new Error(`refused: ${sql}: ${result.reason}`);
  return result.sql;
}

export function refused(sql: string, use: ExpressionOptions['use'] = 'check'): string {
  const result = translateExpression(sql, { columns, use });
  if (result.ok) throw new Error(`not refused: ${sql}: ${result.sql}`);
  return result.reason;
}
