import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { type Hazard, type HazardOptions, migrated } from '../../helpers/hazard.ts';
import { quiet } from '../../helpers/migrated.ts';
import { allServers } from '../../helpers/postgres.ts';

const tables = `
  create table devices(id integer primary key, name text collate nocase not null, live boolean, created datetime);
  create table relays(id integer primary key, device_id integer references devices(id), label text, watt real);
  create table notes(id integer primary key, device_id integer, body text);
  create table telemetry(id integer primary key, at datetime, value real);
  create table codes2(id integer primary key, code text unique not null);
  create table codes(code text primary key, "group" text, "order" integer) without rowid;
  insert into devices values (1,'Bomba',1,'2024-01-01 10:00:00'),(2,'Farol',0,'2024-02-01 10:00:00.500'),(3,'alarme',null,null);
  insert into relays values (1,1,'b1',10.5),(2,1,'B2',3.25),(3,2,'f1',55),(4,2,'ç',null),(5,null,'solo',1.1);
  insert into notes values (1,1,'ok'),(2,1,'x'),(3,9,'y');
  insert into codes values ('a','x',1),('B','x',2),('c','y',null);
  insert into telemetry with recursive n(i) as (select 1 union all select i + 1 from n where i < 300)
    select i, datetime('2024-01-01', '+' || (i * 7) || ' hours'), i * 1.37 from n;
  insert into telemetry values (301, '2999-01-01 00:00:00', 1);`;

/** Queries that are understood: each becomes a view, and both databases are asked for its rows. */
const understood: Record<string, string> = {
  star: 'select * from devices',
  renamed: 'select id as key, upper(name) as "Big Name", live "no as" from devices where live = 1',
  joined:
    'select d.name, r.label, r.watt from relays r join devices d on d.id = r.device_id order by d.name, r.label',
  grouped: `select d.name, count(r.id) as n, sum(r.watt) as w, avg(r.watt) as a, total(r.watt) t, min(r.label) lo,
    max(r.label) hi from devices d left join relays r on r.device_id = d.id group by d.id, d.name`,
  commas: 'select d.name from devices d, relays r where d.id = r.device_id and r.watt > 5',
  using_one: 'select * from relays join notes using (device_id)',
  natural_join: 'select * from devices natural join (select id, 1 as one from relays)',
  nested_join:
    'select d.id, n.body from devices d left join (relays r join notes n on n.device_id = r.device_id) on r.device_id = d.id',
  different: 'select distinct device_id from relays order by 1 desc',
  together:
    "select label from relays union select body from notes union all select 'x' order by label limit 6",
  left_to_right:
    'select id from devices union all select 7 except select device_id from relays intersect select 3',
  cases: `select id, case when live then 'yes' else 'no' end as state, case id when 1 then 10 else id * 2 end as n
    from devices`,
  scalars: `select r.label, (select d.created from devices d where d.id = r.device_id) as made,
    (select count(*) from notes n where n.device_id = r.device_id) as notes from relays r`,
  existing: `select name from devices d where exists (select 1 from relays r where r.device_id = d.id and r.watt > 10)
    and id not in (select device_id from notes where device_id is not null)`,
  common:
    'with big as (select * from relays where watt > 5), n(c) as (select count(*) from big) select big.label, n.c from big, n',
  recursion:
    'with recursive c(x) as (select 1 union all select x + 1 from c where x < 5) select x, x * x as sq from c',
  windows: `select label, row_number() over (partition by device_id order by watt desc, id) as place,
    sum(watt) over (order by id rows between 1 preceding and current row) as run, lag(label) over (order by id) as before,
    first_value(watt) over w as first, dense_rank() over w as dense from relays window w as (order by id)`,
  months:
    "select strftime('%Y-%m', at) as month, count(*) n, round(avg(value), 2) as mean from telemetry group by month order by month",
  of_a_view: 'select month, mean * 2 as twice from months where n > 1',
  days: 'select date(at) as day, max(value) v from telemetry group by date(at)',
  with_now: "select id, datetime('now') as seen, date('now', '-1 day') as yesterday from devices",
  recent: "select id from telemetry where at > datetime('now', '-1 day')",
  lists:
    "select device_id, group_concat(label) as labels, group_concat(label, '; ') as spaced from relays group by device_id",
  having_many: 'select device_id, count(*) as n from relays group by device_id having n > 1',
  patterns: "select name from devices where name like '%A%' and name glob '*a*' or name in ('bomba', 'x')",
  formats: `select printf('%05d', id) as code, printf('%.2f', watt) as w, cast(watt as integer) as i, cast(id as text) as t,
    coalesce(watt, 0) + 1 as more, abs(watt - 20) as off from relays`,
  nocase: "select name from devices where name = 'BOMBA' order by name",
  booleans: 'select live, live = 1 as same, not live as off, id in (1, 2) as few from devices',
  some: 'select id from telemetry order by value desc, id limit 3 offset 2',
  both_sides: 'select d.id, r.id as rid from devices d full outer join relays r on r.device_id = d.id',
  filtered:
    'select count(*) filter (where watt > 5) as c, count(distinct device_id) as d, max(live) as l from relays, devices',
  whole: 'select id % 2 as odd, id / 2 as half, -id as neg, id & 1 as bit, id << 2 as four from relays',
  inner: 'select * from (select device_id, sum(watt) as s from relays group by 1) where s > 5',
  empty: "select id, null as n, nullif(id, 1) as nn, ifnull(label, '-') as l from relays where 0",
  sorted: 'select label from relays order by label collate nocase desc, watt is null, watt',
  times: "select id, at, strftime('%s', at) as s, unixepoch(at) u, strftime('%H', at) h from telemetry",
  words: 'select code, "group", "order" from codes where "order" is not null order by "order"',
  values_last: `select label as "x""y" from relays union all values ('z')`,
  thousands: 'select id from relays where watt < 1_000',
  unnamed: "select count(*), max(id) + 1, 1, 'a' from relays",
};

/** Queries that mean something else in PostgreSQL, or nothing. */
const refused: Record<string, RegExp> = {
  'select name from devices union select label from relays': /collation NOCASE/,
  'select label || watt as t from relays': /used as text/,
  'select rowid, id from devices': /rowid/,
  "select json_extract(label, '$.a') from relays": /json_extract/,
  'select label, max(id) from relays': /GROUP BY/,
  'select (select label from relays where device_id = d.id) as any from devices d': /several rows/,
  "select value from json_each('[1,2]')": /function/,
  'select group_concat(label) as l from (select label from relays order by label)': /order of its own/,
  'select r.label from relays r, devices d limit 2': /order of its own/,
  'select label from relays union all select body from notes limit 2': /order of its own/,
  'with a as (select * from devices), devices as (select 1 as x) select * from a': /stands behind/,
  'select (select id from codes2 where code = d.name collate nocase) as i from devices d': /several rows/,
};

function viewsOf(queries: readonly string[]): string {
  return queries.map((query, i) => `create view v${i} as ${query};`).join('\n');
}

async function ready(make: string, options?: HazardOptions): Promise<Hazard> {
  const h = await migrated(make, options);
  onTestFinished(h.close);
  return h;
}

/** Rows in any order: both databases' own text of each value, numbers to twelve digits, times without empty decimals. */
function comparable(rows: readonly unknown[][]): string[] {
  const one = (value: unknown): string => {
    if (value === null) return 'null';
    const text = value === 't' ? '1' : value === 'f' ? '0' : String(value);
    if (text !== '' && Number.isFinite(Number(text))) return Number(Number(text).toPrecision(12)).toString();
    return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
  };
  return rows.map((row) => row.map(one).join('|')).sort();
}

it.each(allServers())('what is understood gives the rows that SQLite gives (%s)', async (server) => {
  const named = Object.entries(understood).map(([name, query]) => `create view ${name} as ${query};`);
  const h = await ready(tables + named.join('\n'), { server });
  expect((h.state.programs ?? []).filter((p) => p.reason !== null)).toEqual([]);
  expect(h.plan.leftOut).toEqual([]);
  for (const name of Object.keys(understood)) {
    const source = h.source.prepare(`select * from ${name}`).raw().all() as unknown[][];
    const columns = h.source.prepare(`select * from ${name}`).columns();
    const target = await h.rows(`select * from "${name}"`);
    if (name !== 'empty') expect(source.length, name).toBeGreaterThan(0);
    // What is now has gone on by a second.
    if (name !== 'with_now') expect(comparable(target), name).toEqual(comparable(source));
    const named = await h.rows(
      `select attname from pg_attribute where attrelid = '"${name}"'::regclass and attnum > 0 order by attnum`,
    );
    expect(named.flat(), name).toEqual(columns.map((c) => c.name));
  }
  expect(h.state.objects).toEqual({ missing: [], notValid: [] });
  expect(h.certificate.objects.compared.views).toBe(Object.keys(understood).length);
});

it('what is not understood stays a draft, with the reason', async () => {
  const queries = Object.keys(refused);
  const h = await ready(tables + viewsOf(queries));
  for (const [i, query] of queries.entries()) {
    const left = h.certificate.leftOut.find((l) => l.name === `v${i}`);
    expect(left?.reason, query).toMatch(Object.values(refused)[i] as RegExp);
    expect(left?.sql).toContain(query);
  }
  expect(
    await h.rows(
      `select relname from pg_class where relkind = 'v' and relname like 'v%' and relnamespace = 'public'::regnamespace`,
    ),
  ).toEqual([]);
  expect(h.state.status).toBe('succeeded');
});

it('a translation whose rows are not the same is not made, and neither is what reads it', async () => {
  // A whole number that SQLite lets grow into a REAL has no place in a bigint.
  const h = await ready(`${tables}
    create view odd as select id * 9000000000000000000 as far from devices;
    create view over_odd as select * from odd;
    create view broken as select gone from devices;`);
  const reasons = new Map(h.certificate.leftOut.map((l) => [l.name, l.reason]));
  expect(reasons.get('odd')).toMatch(/does not take it|other values/);
  expect(reasons.get('over_odd')).toMatch(/odd/);
  expect(reasons.get('broken')).toMatch(/SQLite itself/);
});

it('rows that were left out and values that were repaired count as they are in the target', async () => {
  const h = await ready(`create table t(id integer primary key, at datetime not null, n integer);
    insert into t values (1,'2024-01-01 10:00:00',1),(2,'not a time',2),(3,'2024-01-03 10:00',3);
    insert into t with recursive n(i) as (select 10 union all select i + 1 from n where i < 90)
      select i, '2024-02-01 10:00:00', i from n;
    create view late as select count(*) as c, max(n) as m from t where at > '2024-01-02 00:00:00';
    create view every as select * from t;`);
  expect(h.account('t').quarantined).toBe(1);
  expect(h.state.programs?.map((p) => [p.name, p.reason])).toEqual([
    ['late', null],
    ['every', null],
  ]);
});

it('a view that would take for ever is ended, and said', async () => {
  const h = await ready(
    `create table t(a integer);
    insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000) select i from n;
    create view endless as select sum(x.a * y.a % 7) as s from t x, t y, t z;`,
    { tuning: { proofSeconds: 2 } },
  );
  expect(h.certificate.leftOut[0]?.reason).toMatch(/within \d+ seconds/);
});

it('the drafts lie in the folder of the run, a file for each', async () => {
  const h = await ready(`create table t(id integer primary key);
    create view "são; drop" as select json_extract('{}', '$') as j from t;`);
  const folder = h.files.drafts;
  expect(existsSync(folder)).toBe(true);
  const [file = ''] = readdirSync(folder);
  expect(file).toMatch(/^1-view-são_drop\.sql$/);
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  expect(text).toContain('json_extract');
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('-- '))).toEqual([]);
});

it('undoing takes the views away', async () => {
  const h = await ready(`create table t(id integer primary key); insert into t values (1);
    create view a as select id from t; create view b as select round(id / 3.0, 1) as r from a;`);
  expect(await h.rows('select r from b')).toEqual([['0.3']]);
  const input = { workspace: h.workspace, run: h.state.id, target: h.url, env: {}, confirm: true };
  await operations.rollback(input, quiet);
  expect(await h.rows(`select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual(
    [],
  );
  expect(await h.rows(`select proname from pg_proc where pronamespace = 'public'::regnamespace`)).toEqual([]);
});
