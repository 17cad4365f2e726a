import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { withPg } from '../../helpers/postgres.ts';
import { migrated, rebuilt, select } from './scene.ts';

/** A small file with one table that has a key and one that has none. */
function write(path: string): void {
  const db = new Database(path);
  db.exec(`create table parts (id integer primary key, name text);
    insert into parts values (1, 'a'), (2, 'b'), (3, 'c');
    create table loose (a text); insert into loose values ('x')`);
  db.close();
}

const types: [string, string, string | number | null][] = [
  ['char(5)', `'ab'`, 'ab   '],
  ['"char"', `'x'`, 'x'],
  ['mood', `'feliz'`, 'feliz'],
  ['short', `'curto'`, 'curto'],
  ['whole', '7', 7],
  ['pair', `row(1, 'b')`, '(1,b)'],
  ['inet', `'10.0.0.1/24'`, '10.0.0.1/24'],
  ['macaddr', `'08:00:2b:01:02:03'`, '08:00:2b:01:02:03'],
  ['interval', `'1 year 2 days 03:04:05.5'`, '1 year 2 days 03:04:05.5'],
  ['timetz', `'24:00:00-03'`, '24:00:00-03'],
  ['timestamptz', `'infinity'`, 'infinity'],
  ['timestamptz', `'0044-03-15 00:00:00.5+00 BC'`, '0044-03-15 00:00:00.5 BC'],
  ['date', `'20000-01-01'`, '20000-01-01'],
  ['int4range', `'[1,5)'`, '[1,5)'],
  ['int[]', `'{{1,NULL},{2,3}}'`, '{{1,NULL},{2,3}}'],
  ['text[]', `'{a,NULL}'`, '["a", null]'],
  ['point', `'(1.5,2)'`, '(1.5,2)'],
  ['bit varying(9)', `'00101'`, '00101'],
  ['money', '12.5', '$12.50'],
  ['json', `'{"a":  1.50, "a": 2}'`, '{"a":  1.50, "a": 2}'],
  ['jsonb', `'7.50'`, '7.50'],
  ['tsvector', `'a b'::tsvector`, `'a' 'b'`],
  ['float4', `'1e6'`, 1_000_000],
  ['float4', `'0.1'`, 0.1],
  ['float8', `'NaN'`, 'NaN'],
  ['numeric(6, 2)', `'1.50'`, 1.5],
  ['numeric', `'9007199254740993'`, Number(9_007_199_254_740_993n)],
  ['numeric', `'1e400'`, `1${'0'.repeat(400)}`],
  ['bool', 'true', 1],
  ['oid', '4294967295', '4294967295'],
  ['text', 'null', null],
];

it('brings a table of every type, and what SQLite keeps of each comes back', async () => {
  const scene = await migrated({ write });
  await withPg(scene.url, (client) =>
    client.query(`set lc_monetary = 'C';
      create type mood as enum ('feliz', 'triste'); create type pair as (a int, b text);
      create domain short as varchar(9) check (value <> ''); create domain whole as int;
      create table every (${types.map(([type], i) => `c${i} ${type}`).join(', ')});
      insert into every values (${types.map(([type, value]) => `${value}::${type}`).join(', ')})`),
  );
  const { result, to } = await rebuilt(scene);
  expect(result.added.find(({ name }) => name === 'every')).toMatchObject({ rows: 1, brought: true });
  expect(result.added.filter(({ kind }) => kind === 'type').map(({ name }) => name)).toEqual([
    ...['mood', 'pair', 'short', 'whole'],
  ]);
  // As an amount is printed is a matter of the server's locale.
  const [row] = select(to, 'select * from every') as unknown[][];
  const found = (row ?? []).map((value, i) =>
    types[i]?.[0] === 'money' ? String(value).replace(/[^\d.$]/g, '') : value,
  );
  expect(found).toEqual(types.map(([, , value]) => value));
  // As a number of JavaScript it is the same as its neighbour.
  const long = `c${types.findIndex(([, value]) => value === `'9007199254740993'`)}`;
  expect(select(to, `select typeof(${long}), cast(${long} as text) from every`)).toEqual([
    ['integer', '9007199254740993'],
  ]);
});

it('takes tables of tables as one, whatever their names', async () => {
  const scene = await migrated({ write });
  await withPg(scene.url, (client) =>
    client.query(`
      create table "dia ""a"" dia" (rowid int, "ROWID" int, "_rowid_" text, "oid" text, day date not null, primary key (day)) partition by range (day);
      create table first_days partition of "dia ""a"" dia" for values from (minvalue) to ('2025-01-01');
      create table other_days partition of "dia ""a"" dia" default;
      insert into "dia ""a"" dia" values (1, 2, 'a', 'b', '2024-01-01'), (3, 4, 'c', 'd', '2026-01-01');
      create table sqlite_mine (id int primary key); insert into sqlite_mine values (1);
      create table base (id int); create table heir (id int) inherits (base); insert into heir values (5);
      create table nothing ();
      create table parts_heir () inherits (parts); insert into parts_heir values (9, 'herdado')`),
  );
  const { result, to } = await rebuilt(scene);
  const names = new Map(result.added.map((each) => [each.name, each]));
  expect(names.get('dia "a" dia')).toMatchObject({ kind: 'table', rows: 2, brought: true });
  expect(names.has('first_days')).toBe(false);
  expect(names.get('sqlite_mine')).toMatchObject({ as: 'pg_sqlite_mine', brought: true });
  expect(names.get('base')).toMatchObject({ rows: 1, brought: true });
  expect(names.get('nothing')).toMatchObject({ rows: 0, brought: false });
  expect(names.get('parts_heir')).toMatchObject({ kind: 'inherited table', rows: 1, reason: 'withTable' });
  expect(select(to, `select * from "dia ""a"" dia" order by day`)).toEqual([
    [1, 2, 'a', 'b', '2024-01-01'],
    [3, 4, 'c', 'd', '2026-01-01'],
  ]);
  expect(select(to, 'select id from base')).toEqual([[5]]);
  expect(select(to, 'select * from parts where id = 9')).toEqual([[9, 'herdado']]);
});

it('names rows that have lost their key in PostgreSQL', async () => {
  const scene = await migrated({ write });
  await withPg(scene.url, (client) =>
    client.query(`alter table parts drop constraint parts_pkey;
      alter table parts alter id drop identity; alter table parts alter id drop not null;
      insert into parts values (2, 'outra'), (null, 'nenhuma'), (7, 'nova')`),
  );
  await expect(rebuilt(scene)).rejects.toMatchObject({
    code: 'restore.conflict',
    params: { count: 2, rows: expect.stringMatching(/id=NULL id: NULL.*id=2: UNIQUE/) },
  });
  const { to } = await rebuilt(scene, { unfit: 'aside' });
  expect(select(to, 'select id from parts order by id')).toEqual([[1], [2], [3], [7]]);
});

it('brings rows of partitions that the application made, also in another schema', async () => {
  const scene = await migrated({ rows: 60 });
  await withPg(scene.url, async (client) => {
    await client.query(`create schema arquivo;
      create table arquivo.far partition of telemetry_data for values from ('2090-01-01') to ('2091-01-01');
      insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values ('2090-05-05', 1, 'a', 'b', 'longe')`);
  });
  const { result, to } = await rebuilt(scene);
  expect(result.added).toMatchObject([
    { kind: 'partition', name: 'arquivo.far', rows: 1, brought: true, reason: 'withTable' },
  ]);
  expect(select(to, `select timestamp from telemetry_data where data_value = 'longe'`)).toEqual([
    ['2090-05-05 00:00:00'],
  ]);
});
