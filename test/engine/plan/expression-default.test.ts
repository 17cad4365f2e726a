import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateExpression } from '../../../electron/engine/plan/expression.ts';
import { affinityOf } from '../../../electron/engine/source/affinity.ts';
import type { ConversionName } from '../../../shared/model/index.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

let server: Awaited<ReturnType<typeof freshDatabase>>;
let client: pg.Client;

beforeAll(async () => {
  server = await freshDatabase();
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // The application's role works in UTC; the defaults must not depend on it.
  await client.query("set time zone 'America/Sao_Paulo'");
});

afterAll(async () => {
  await client.end();
  await server.drop();
});

const types: Record<ConversionName, string> = {
  text: 'text',
  integer: 'integer',
  numeric: 'numeric',
  double: 'double precision',
  real: 'real',
  boolean: 'boolean',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  date: 'date',
  time: 'time',
  bytea: 'bytea',
  interval: 'interval',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  network: 'inet',
  textArray: 'text[]',
  array: 'text[]',
};

function translate(sql: string, declared: string, conversion: ConversionName) {
  const targetColumn = { source: 'c', target: 'c', conversion, affinity: affinityOf(declared) };
  return translateExpression(sql, { columns: [], targetColumn, use: 'default' });
}

/** What SQLite stores for a row that leaves the column out: its own spelling of the DEFAULT, and the value. */
function inSqlite(sql: string, declared: string): { dflt: string; stored: unknown } {
  const db = new Database(':memory:');
  db.exec(`create table t(c ${declared} default ${sql}, z)`);
  db.exec('insert into t(z) values (1)');
  const dflt = db.prepare("select dflt_value from pragma_table_info('t')").pluck().get() as string;
  const stored = db.prepare('select c from t').pluck().get();
  db.close();
  return { dflt, stored };
}

async function inPostgres(sql: string, type: string): Promise<string | null> {
  await client.query('drop table if exists t');
  await client.query(`create table t(c ${type} default ${sql}, z integer)`);
  await client.query('insert into t(z) values (1)');
  const { rows } = await client.query<{ c: string | null }>('select c::text as c from t');
  return rows[0]?.c ?? null;
}

describe('the value of a row that leaves the column out', () => {
  it.each<[sql: string, declared: string, conversion: ConversionName, target: string, stored: string | null]>(
    [
      ["'1'", 'BOOLEAN', 'boolean', 'true', 'true'],
      ['0', 'BOOLEAN', 'boolean', 'false', 'false'],
      ['true', 'BOOLEAN', 'boolean', 'true', 'true'],
      ['FALSE', 'BOOLEAN', 'boolean', 'false', 'false'],
      ['(1 = 1)', 'BOOLEAN', 'boolean', '(1 = 1)', 'true'],
      ["'0'", 'BOOLEAN', 'boolean', 'false', 'false'],
      ['1.0', 'BOOLEAN', 'boolean', 'true', 'true'],
      ['5', 'INTEGER', 'integer', '5', '5'],
      ["'5'", 'INTEGER', 'integer', '5', '5'],
      ["' 5 '", 'INTEGER', 'integer', '5', '5'],
      ['-5', 'INTEGER', 'integer', '(-5)', '-5'],
      ['+5', 'INTEGER', 'integer', '5', '5'],
      ['5.0', 'INTEGER', 'integer', '5', '5'],
      ['0x1F', 'INTEGER', 'integer', '31', '31'],
      ['true', 'INTEGER', 'integer', '1', '1'],
      ['(1 + 2 * 3)', 'INTEGER', 'integer', '(1::numeric + (2::numeric * 3))', '7'],
      ['null', 'INTEGER', 'integer', 'null', null],
      ['1.5', 'REAL', 'double', '1.5', '1.5'],
      ['1', 'FLOAT', 'double', '1', '1'],
      ["'1.5'", 'DECIMAL(10,2)', 'numeric', '1.5', '1.5'],
      ["'abc'", 'TEXT', 'text', "'abc'", 'abc'],
      ["'it''s'", 'VARCHAR(10)', 'text', "'it''s'", "it's"],
      ["''", 'TEXT', 'text', "''", ''],
      ["'a\\b'", 'TEXT', 'text', " E'a\\\\b'", 'a\\b'],
      ["'linha\nnova'", 'TEXT', 'text', "'linha\nnova'", 'linha\nnova'],
      ['5', 'TEXT', 'text', "'5'", '5'],
      ['5.0', 'TEXT', 'text', "'5.0'", '5.0'],
      ['-1.50', 'TEXT', 'text', "'-1.5'", '-1.5'],
      ['true', 'TEXT', 'text', "'1'", '1'],
      ['"quoted"', 'TEXT', 'text', "'quoted'", 'quoted'],
      ['bare', 'TEXT', 'text', "'bare'", 'bare'],
      ["('a' || 'b')", 'TEXT', 'text', "'ab'", 'ab'],
      ["(lower('ABC'))", 'TEXT', 'text', "'abc'", 'abc'],
      ["'[]'", 'TEXT', 'text', "'[]'", '[]'],
      [
        "'2020-01-02 03:04:05'",
        'DATETIME',
        'timestamp',
        "'2020-01-02 03:04:05'::timestamp",
        '2020-01-02 03:04:05',
      ],
      [
        "'2020-01-02 03:04:05.5'",
        'DATETIME',
        'timestamp',
        "'2020-01-02 03:04:05.5'::timestamp",
        '2020-01-02 03:04:05.5',
      ],
      ["'2020-01-02'", 'DATE', 'date', "'2020-01-02'::date", '2020-01-02'],
      ["'03:04:05'", 'TIME', 'time', "'03:04:05'::time", '03:04:05'],
      ["x'00ff'", 'BLOB', 'bytea', "'\\x00ff'::bytea", '\\x00ff'],
    ],
  )('default %s of %s', async (sql, declared, conversion, target, stored) => {
    const source = inSqlite(sql, declared);
    const result = translate(source.dflt, declared, conversion);
    expect(result).toMatchObject({ ok: true, sql: target });
    expect(await inPostgres(target, types[conversion])).toBe(stored);
    const same = { true: 1, false: 0 }[String(stored)] ?? stored;
    const kept = Buffer.isBuffer(source.stored) ? `\\x${source.stored.toString('hex')}` : source.stored;
    expect(kept === null ? null : String(kept)).toBe(same === null ? null : String(same));
  });

  it.each<[sql: string, declared: string, conversion: ConversionName]>([
    ['current_timestamp', 'DATETIME', 'timestamp'],
    ['CURRENT_TIMESTAMP', 'TEXT', 'text'],
    ["(datetime('now'))", 'TIMESTAMP', 'timestamp'],
    ["(datetime('now'))", 'TEXT', 'text'],
    ["(datetime('now', '+1 day'))", 'DATETIME', 'timestamp'],
    ['(datetime())', 'DATETIME', 'timestamp'],
    ['current_date', 'DATE', 'date'],
    ["(date('now'))", 'VARCHAR(10)', 'text'],
    ["(date('now', 'start of month'))", 'DATE', 'date'],
    ['current_time', 'TIME', 'time'],
    ["(strftime('%Y-%m-%d %H:%M:%S', 'now'))", 'DATETIME', 'timestamp'],
    ["(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", 'TEXT', 'text'],
    ["(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))", 'TEXT', 'text'],
    ["(strftime('%Y-%m-%d %H:%M:%f', 'now'))", 'TEXT', 'text'],
    ["(strftime('%Y', 'now'))", 'TEXT', 'text'],
    ["(strftime('%d/%m/%Y', 'now'))", 'TEXT', 'text'],
    ["(strftime('%s', 'now'))", 'INTEGER', 'integer'],
    ["(cast(strftime('%s', 'now') as integer))", 'INTEGER', 'integer'],
    ['(unixepoch())', 'INTEGER', 'integer'],
    ["(date('now') || ' 00:00:00')", 'TEXT', 'text'],
  ])('default %s of %s is the present in UTC', async (sql, declared, conversion) => {
    const result = translate(inSqlite(sql, declared).dflt, declared, conversion);
    if (!result.ok) throw new Error(result.reason);
    const today = () => inSqlite('current_date', 'TEXT').stored;
    let day: unknown;
    let [before, found, after] = ['', '', ''];
    // A day that begins in between would put the hours, or a month, the other way round.
    do {
      day = today();
      before = String(inSqlite(sql, declared).stored);
      found = String(await inPostgres(result.sql, types[conversion]));
      after = String(inSqlite(sql, declared).stored);
    } while (today() !== day);
    // Spelled alike, and between what SQLite says before and after.
    expect(found.replaceAll(/\d/g, '9')).toBe(after.replaceAll(/\d/g, '9'));
    expect([before, found, after].toSorted()).toEqual([before, found, after]);
  });

  it('the present for a point in time is the one expression everywhere', () => {
    const expected = { ok: true, sql: "date_trunc('second', (now() at time zone 'utc'))" };
    expect(translate('CURRENT_TIMESTAMP', 'DATETIME', 'timestamp')).toMatchObject(expected);
    expect(translate("datetime('now')", 'DATETIME', 'timestamp')).toMatchObject(expected);
    expect(translate("strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", 'DATETIME', 'timestamp')).toMatchObject(
      expected,
    );
  });

  it.each<[sql: string, conversion: ConversionName, reason: string]>([
    ['2', 'boolean', "'2' is no boolean"],
    ["'abc'", 'integer', "'abc' is no whole number"],
    ['5.5', 'integer', "'5.5' is no whole number"],
    ["''", 'double', "'' is no number"],
    ["'now'", 'timestamp', "'now' is no point in time"],
    ["'2020-02-30 00:00:00'", 'timestamp', "'2020-02-30 00:00:00' is no point in time"],
    ['0', 'timestamp', "'0' is no point in time"],
    ["x'00'", 'text', 'the result is no text'],
    ["'abc'", 'bytea', "'abc' is no BLOB"],
  ])('default %s for %s is refused', (sql, conversion, reason) => {
    expect(translate(sql, '', conversion)).toEqual({ ok: false, reason });
  });
});

describe('columns of the enhanced profile', () => {
  const columns = [{ source: 'tags', target: 'tags', conversion: 'jsonb' as const }];

  it('take a DEFAULT that converts', async () => {
    const of = (sql: string, conversion: ConversionName) => {
      const result = translate(sql, 'TEXT', conversion);
      return result.ok ? result.sql : result.reason;
    };
    expect(await inPostgres(of(`'{"a": [1, "it''s"]}'`, 'jsonb'), 'jsonb')).toBe(`{"a": [1, "it's"]}`);
    expect(await inPostgres(of(`'["a", "b\\"c"]'`, 'textArray'), 'text[]')).toBe('{a,"b\\"c"}');
    expect(await inPostgres(of("'[]'", 'textArray'), 'text[]')).toBe('{}');
    const uuid = '3F2504E0-4F89-11D3-9A0C-0305E82C3301';
    expect(await inPostgres(of(`'${uuid}'`, 'uuid'), 'uuid')).toBe(uuid.toLowerCase());
    expect(of("'NaN'", 'jsonb')).toBe("'NaN' is no JSON");
    expect(of("'[1]'", 'textArray')).toBe("'[1]' is no list of texts");
    expect(of("'x'", 'uuid')).toBe("'x' is no UUID");
  });

  it('can be asked for NULL and for nothing else', () => {
    const of = (sql: string) => translateExpression(sql, { columns, use: 'check' });
    expect(of('tags is not null')).toMatchObject({ ok: true, sql: '("tags" is not null)' });
    for (const sql of [
      "tags <> ''",
      'length(tags) > 2',
      "tags like '[%'",
      'tags > 0',
      'tags',
      "coalesce(tags, '') = ''",
    ])
      expect(of(sql).ok, sql).toBe(false);
  });
});

describe('generated columns', () => {
  const columns = [
    { source: 'a', target: 'a', conversion: 'integer' as const },
    { source: 't', target: 't', conversion: 'text' as const },
    { source: 'b', target: 'b', conversion: 'boolean' as const },
    { source: 'ts', target: 'ts', conversion: 'timestamp' as const },
    { source: 'd', target: 'd', conversion: 'double' as const },
  ];

  it.each<[sql: string, conversion: ConversionName, row: unknown[]]>([
    ['a * 2', 'integer', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ["t || '-' || a", 'text', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ['a > 20', 'boolean', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ['lower(t)', 'text', [21, 'ÁX', 1, '2020-01-02 03:04:05', 0.5]],
    ['d * a', 'double', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ['b + a', 'integer', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ["strftime('%Y', ts)", 'text', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ["cast(strftime('%m', ts) as integer)", 'integer', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ['date(ts)', 'text', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ["datetime(ts, '-1 month')", 'text', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ['date(ts)', 'date', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
    ["case when t like 'x%' then 'yes' else 'no' end", 'text', [21, 'Xy', 1, '2020-01-02 03:04:05', 0.5]],
    ['a', 'text', [21, 'x', 1, '2020-01-02 03:04:05', 0.5]],
  ])('%s as %s', async (sql, conversion, row) => {
    const targetColumn = { source: 'g', target: 'g', conversion };
    const result = translateExpression(sql, { columns, targetColumn, use: 'generated' });
    if (!result.ok) throw new Error(result.reason);
    const declared = conversion === 'text' ? 'TEXT' : 'NUMERIC';
    const db = new Database(':memory:');
    db.exec(`create table t(a integer, t text, b boolean, ts datetime, d real, g ${declared} as (${sql}))`);
    db.prepare('insert into t values (?, ?, ?, ?, ?)').run(...row);
    const expected = db.prepare('select cast(g as text) from t').pluck().get();
    db.close();
    await client.query('drop table if exists t');
    await client.query(
      `create table t(a integer, t text collate "C", b boolean, ts timestamp, d double precision, g ${types[conversion]} generated always as (${result.sql}) stored)`,
    );
    await client.query('insert into t values ($1, $2, $3::integer::boolean, $4, $5)', row);
    const { rows } = await client.query<{ g: string }>(
      `select ${conversion === 'boolean' ? 'g::integer' : 'g'}::text as g from t`,
    );
    expect(rows[0]?.g).toBe(expected);
  });

  it('refuses what PostgreSQL would not store', () => {
    const of = (sql: string, conversion: ConversionName) =>
      translateExpression(sql, {
        columns,
        targetColumn: { source: 'g', target: 'g', conversion },
        use: 'generated',
      });
    expect(of("date('now')", 'date').ok).toBe(false);
    expect(of('d', 'integer')).toEqual({ ok: false, reason: 'the result is no whole number' });
  });
});

it('indexes and partial indexes are made of what PostgreSQL calls immutable', async () => {
  const columns = [
    { source: 't', target: 't', conversion: 'text' as const, collation: 'NOCASE' },
    { source: 'a', target: 'a', conversion: 'integer' as const },
    { source: 'ts', target: 'ts', conversion: 'timestamp' as const },
    { source: 'da', target: 'da', conversion: 'date' as const },
  ];
  await client.query('drop table if exists t');
  await client.query('create table t(t text collate "C", a integer, ts timestamp, da date)');
  const expressions = [
    'lower(t)',
    't collate nocase',
    "substr(t, 1, 3) || '-' || a",
    'a % 10',
    'cast(t as integer)',
    'abs(a)',
    "strftime('%Y-%m', ts)",
    'date(ts)',
    "coalesce(t, '')",
    "case when a > 0 then 'x' end",
    'length(t)',
    'a / 2',
    "datetime(ts, '+1 month')",
  ];
  for (const sql of expressions) {
    const result = translateExpression(sql, { columns, use: 'index' });
    if (!result.ok) throw new Error(`${sql}: ${result.reason}`);
    await client.query(`create index on t((${result.sql}))`);
  }
  for (const sql of [
    "t = 'x'",
    "ts > '2025-01-01'",
    'a is not null and a > 0',
    "t like 'a%'",
    "t glob 'a*'",
    "strftime('%Y', ts) = '2025'",
    "strftime('%d/%m/%Y', da) = 'x'",
    "da || '' = 'x'",
  ]) {
    const result = translateExpression(sql, { columns, use: 'where' });
    if (!result.ok) throw new Error(`${sql}: ${result.reason}`);
    await client.query(`create index on t(a) where ${result.sql}`);
  }
  expect(translateExpression("hex(t) = 'x'", { columns, use: 'where' }).ok).toBe(false);
});
