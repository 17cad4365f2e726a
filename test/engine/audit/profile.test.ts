import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookCloser, registerFunctions } from '../../../electron/engine/audit/look.ts';
import { profileTable } from '../../../electron/engine/audit/profile.ts';
import { rangesOf } from '../../../electron/engine/audit/range.ts';
import { NewFacts } from '../../../electron/engine/diff/changes-facts.ts';
import type { Key } from '../../../electron/engine/load/keys.ts';
import { rowsReader } from '../../../electron/engine/load/row-reader.ts';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import type { ColumnProfile, SourceTable } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { planColumn, planTable } from '../../helpers/plan.ts';

const ddl = `create table "t k" (id integer primary key, txt text, chars varchar(5), at datetime, day date, clock time,
  n integer, yes boolean, free, amount real, exact decimal(9, 2), bytes blob)`;
const options = { monthsOf: null, encoding: 'UTF-8' as const, pause: async () => {} };

function tableOf(db: Database.Database): SourceTable {
  return introspect(db).tables[0] as SourceTable;
}

/** What SQLite's own functions say of every column. */
function judged(db: Database.Database, table: SourceTable) {
  registerFunctions(db, 'UTF-8');
  const rows = { table: table.name, where: null, values: [] };
  const found = lookCloser(db, rows, table.columns);
  return Object.fromEntries(table.columns.map((c, i) => [c.name, found[i]]));
}

const usual = fc.oneof(
  fc.constantFrom(
    null,
    0n,
    1n,
    -7n,
    '',
    'online',
    'São João',
    '°C',
    'a"b',
    'x\ty',
    'c:\\d',
    '\u0001',
    '\u000b',
    '😀',
  ),
  fc.string({ unit: 'grapheme' }),
);
const time = fc.constantFrom(
  ...['2025-08-08 05:11:57.775189', '2025-08-08 05:11:57', '2025-08-08 05:11:57.50', '2025-08-08 05:11:57.5'],
  ...[
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59.999999',
    '2024-02-29 12:00:00',
    '2025-08-08',
    '23:59:59',
    '00:00:00.10',
  ],
);
const odd = fc.oneof(
  fc.constantFrom(
    '2023-02-29 12:00:00',
    '0000-01-01 00:00:00',
    '2025-13-01 00:00:00',
    '2025-08-08T05:11:57Z',
    '24:00:00',
  ),
  fc.constantFrom(
    '2025-08-08 05:11:57.',
    '2025-08-08 05:11:57.1234567',
    '2025-8-8 05:11:57',
    '2025-08-08 05:11:60',
    'a\0b',
  ),
  fc.constantFrom(
    2.5,
    -0.5,
    1e300,
    Number.POSITIVE_INFINITY,
    9223372036854775807n,
    -9223372036854775808n,
    10n ** 15n,
  ),
  fc.constantFrom(Buffer.from([0xff, 0xfe]), Buffer.alloc(0), 'y'.repeat(4000), 'ç'.repeat(3000)),
);
const value = fc.oneof(
  { weight: 6, arbitrary: usual },
  { weight: 6, arbitrary: time },
  { weight: 1, arbitrary: odd },
);

test('the quick scan finds the facts that SQLite itself states', () => {
  const rows = fc.array(fc.array(value, { minLength: 11, maxLength: 11 }), { maxLength: 12 });
  return fc.assert(
    fc.asyncProperty(rows, async (values) => {
      const db = new Database(':memory:');
      db.exec(ddl);
      const insert = db.prepare(`insert into "t k" values (?${', ?'.repeat(11)})`);
      for (const [i, row] of values.entries()) insert.run(i - 3, ...row);
      const table = tableOf(db);
      const found = await profileTable(db, table, options);
      expect(found.columns).toEqual(judged(db, table));
      expect(found.rows).toBe(values.length);
      expect(withoutTimes(known(db, table))).toEqual(withoutTimes(found.columns));
      db.close();
    }),
    { numRuns: 300 },
  );
});

/** The same facts, as they are gathered from rows that come later. */
function known(db: Database.Database, table: SourceTable): Record<string, ColumnProfile> {
  const columns = table.columns.map(({ name }) => planColumn(name));
  const plan = planTable(table.name, [], { columns });
  const facts = new NewFacts(plan);
  const keys = db.prepare('select id from "t k" order by id desc').pluck().safeIntegers().all();
  const read = rowsReader(db, plan, plan.read, 'UTF-8');
  for (const row of read(keys.map((id) => [id] as Key))) facts.add(row);
  facts.learn();
  return Object.fromEntries(columns.map((column) => [column.source, column.facts]));
}

/** What is a time is for the conversion to say. */
function withoutTimes(columns: Record<string, ColumnProfile>) {
  return Object.entries(columns).map(([name, facts]) => ({ ...facts, name, time: null }));
}

test('months are counted in whatever case the column is written', async () => {
  const db = new Database(':memory:');
  db.exec(`create table telemetry_data (id integer primary key, "Timestamp" datetime not null);
    insert into telemetry_data values (1, '2025-08-08 05:11:57')`);
  const found = await profileTable(db, tableOf(db), { ...options, monthsOf: 'timestamp' });
  expect(found.columns.Timestamp?.time?.months).toEqual([{ month: '2025-08', rows: 1 }]);
  db.close();
});

test('text that is not UTF-8 is found by the scan', async () => {
  const db = new Database(':memory:');
  db.exec(`create table "t k" (id integer primary key, a text, b text);
    insert into "t k" values (1, cast(x'41ff42' as text), 'plain'), (2, 'ok', 'çç')`);
  const table = tableOf(db);
  const found = await profileTable(db, table, options);
  expect(found.columns).toEqual(judged(db, table));
  expect(found.columns.a?.badUtf8).toBe(1);
  db.close();
});

test('a large table is shared between threads, each row counted once', async () => {
  const path = join(tempFolder(), 'large.db');
  const db = new Database(path);
  // Ids with gaps, beyond 2^53, and negative ones; something odd in the middle.
  db.exec(`create table "t k" (id integer primary key, at datetime, v text);
    insert into "t k" select i * 7 - 1000, datetime(1700000000 + i, 'unixepoch'), 'v' || i
      from (with recursive n(i) as (select 0 union all select i + 1 from n where i < 240000) select i from n);
    insert into "t k" values (9223372036854775807, null, 'last'), (-9223372036854775808, '2001-01-01 00:00:00', 'first');
    update "t k" set v = 2.5 where id = 700000 - 1000;
    update "t k" set at = 'ontem' where id = 7 - 1000`);
  const table = tableOf(db);
  expect([...rangesOf(db, table)].length).toBeGreaterThan(4);
  let pauses = 0;
  const pause = async () => {
    pauses++;
  };
  const found = await profileTable(db, table, { ...options, pause });
  expect(found.rows).toBe(240_003);
  expect(found.columns).toEqual(judged(db, table));
  expect(found.columns.at?.time?.other).toBe(1);
  expect(pauses).toBeGreaterThan(0);
  const stop = async () => {
    throw new Error('stop');
  };
  await expect(profileTable(db, table, { ...options, pause: stop })).rejects.toThrow('stop');
  db.close();
});

test('a very wide table is looked at like any other', async () => {
  const path = join(tempFolder(), 'wide.db');
  const db = new Database(path);
  // Whole numbers, texts, fractions and points in time in turn; an odd value in some, on both sides of every limit.
  const columns = Array.from(
    { length: 1900 },
    (_, i) => `c${i} ${['int', 'text', 'real', 'datetime'][i % 4]}`,
  );
  db.exec(`create table wide (id integer primary key, ${columns.join(', ')})`);
  const value = (row: number, i: number) =>
    [row * i, `t${i}`, i / 7, `2026-01-02 03:04:0${row}`][i % 4] as number | string;
  const insert = db.prepare(`insert into wide values (${Array(1901).fill('?').join(', ')})`);
  for (const row of [1, 2, 3]) insert.run(row, ...columns.map((_, i) => value(row, i)));
  for (const i of [0, 89, 90, 91, 899, 900, 901, 1799, 1800, 1899])
    db.exec(`update wide set c${i} = x'00' where id = 2`);
  const table = tableOf(db);
  const { rows, columns: found } = await profileTable(db, table, options);
  expect(rows).toBe(3);
  registerFunctions(db, 'UTF-8');
  const all = { table: table.name, where: null, values: [] };
  for (const column of table.columns)
    expect(found[column.name], column.name).toEqual(lookCloser(db, all, [column])[0]);
  expect(found.c900).toMatchObject({ blobs: 1, integers: 2, minInteger: '900', maxInteger: '2700' });
  expect(found.c1899).toMatchObject({ blobs: 1, time: { plain: 2, max: '2026-01-02 03:04:03' } });
  db.close();
});

test('only the rows count that are asked for', async () => {
  const path = join(tempFolder(), 'some.db');
  const db = new Database(path);
  db.exec(`create table t (id integer primary key, v);
    insert into t select i * 2, i from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 150000) select i from n);
    insert into t values (-9223372036854775808, 'first'), (9223372036854775807, 'last')`);
  const table = tableOf(db);
  const found = async (...within: [bigint, bigint][]) => {
    const ranges = within.map(([from, to]) => ({ from, to }));
    const { rows, columns } = await profileTable(db, table, { ...options, within: ranges });
    const { texts, minInteger, maxInteger } = columns.v as ColumnProfile;
    return { rows, texts, minInteger, maxInteger };
  };
  const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
  expect(await found()).toEqual({ rows: 0, texts: 0, minInteger: null, maxInteger: null });
  expect(await found([3n, 3n])).toMatchObject({ rows: 0 });
  expect(await found([3n, 9n], [100n, 120_000n])).toEqual({
    ...{ rows: 59_954, texts: 0, minInteger: '2', maxInteger: '60000' },
  });
  expect(await found([least, 2n])).toEqual({ rows: 2, texts: 1, minInteger: '1', maxInteger: '1' });
  expect(await found([300_000n, most])).toMatchObject({ rows: 2, texts: 1, maxInteger: '150000' });
  expect(await found([least, most])).toMatchObject({ rows: 150_002, texts: 2, maxInteger: '150000' });
  db.close();
});

test('a time that another one begins with is the earlier of the two', async () => {
  for (const order of [0, 1]) {
    const db = new Database(':memory:');
    try {
      const times = ['2024-01-01 10:00:00', '2024-01-01 10:00:00.5', '2024-01-01 10:00:00.25'];
      db.exec('create table t (at datetime)');
      for (const time of order ? times : times.toReversed()) db.prepare('insert into t values (?)').run(time);
      const found = await profileTable(db, tableOf(db), options);
      expect(found.columns.at?.time).toMatchObject({ min: times[0], max: times[1] });
    } finally {
      db.close();
    }
  }
});
