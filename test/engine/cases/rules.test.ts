import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { allServers } from '../../helpers/postgres.ts';
import { python, run } from '../../helpers/python.ts';

it('defaults that are made when a row is are made in the target too', async () => {
  const h = await migrated(`create table t (id text primary key not null default (lower(hex(randomblob(16)))),
      ms integer default (unixepoch('subsec') * 1000), seconds real default (unixepoch('subsec')),
      julian real default (julianday('now')), chance integer default (abs(random())), raw blob default (randomblob(40)),
      short text default (hex(randomblob(4))), stamp text default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
      local datetime default (datetime('now', 'localtime')), padded text default (printf('%04d-%s', 7, 'x')),
      epoch integer default (cast((julianday('now') - 2440587.5) * 86400000 as integer)));`);
  onTestFinished(h.close);
  expect(h.plan.leftOut).toEqual([]);
  await h.target.query('insert into t default values');
  await h.target.query('insert into t default values');
  const [row] = await h.rows(`select count(distinct id), bool_and(id ~ '^[0-9a-f]{32}$'),
      bool_and(abs(ms - extract(epoch from now()) * 1000) < 60000), bool_and(abs(seconds - extract(epoch from now())) < 60),
      bool_and(abs((julian - 2440587.5) * 86400 - extract(epoch from now())) < 60), count(distinct chance), bool_and(chance >= 0),
      bool_and(length(raw) = 40), count(distinct raw), bool_and(short ~ '^[0-9A-F]{8}$'),
      bool_and(stamp ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$'),
      bool_and(abs(extract(epoch from local - localtimestamp)) < 60), min(padded),
      bool_and(abs(epoch - extract(epoch from now()) * 1000) < 60000) from t`);
  expect(row).toEqual(['2', 't', 't', 't', 't', '2', 't', 't', '2', 't', 't', 't', '0007-x', 't']);
});

describe.each(allServers())('rules on %s', (server) => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(
      `create table made (a integer, d integer as (c + 1), b integer as (a * 2), c integer as (b + 1) stored,
         g text as (replace('a', '''', '\\')) stored, u text as (upper('a') || lower(t)), t text, l integer as ('a' < 'b'), k text as (max('a', 'b')));
       insert into made (a, t) values (1, 'X'), (null, null);
       create table django (id integer primary key, x text check (json_valid(x)), y text not null check ((json_valid("y") or "y" is null)));
       insert into django values (1, '{"a": [1, 2]}', '[]'), (2, null, '5');
       create table part (id integer primary key, star boolean, live integer);
       create unique index part_star on part (star) where live = 1;
       insert into part values (1, 0, 0), (2, 0, 0), (3, 1, 1), (4, 'x', 0);`,
      { server },
    );
    return h.close;
  });

  it('are all there', () => {
    expectIdentical(h);
    expect(h.plan.leftOut).toEqual([]);
  });

  it('generated columns are made of other generated ones, and of constants', async () => {
    expect(await h.rows('select b, c, d, g, u, l, k from made order by a nulls last')).toEqual([
      ['2', '3', '4', 'a', 'Ax', '1', 'b'],
      [null, null, null, 'a', null, '1', 'b'],
    ]);
    expect(h.source.prepare('select b, c, d, g, u, l, k from made').raw().all()).toEqual([
      [2, 3, 4, 'a', 'Ax', 1, 'b'],
      [null, null, null, 'a', null, 1, 'b'],
    ]);
    await h.target.query(`insert into made (a, t) values (5, 'Q')`);
    expect(await h.rows('select d, u from made where a = 5')).toEqual([['12', 'Aq']]);
  });

  it('JSON is held to be JSON', async () => {
    await h.target.query(`insert into django values (3, 'null', '"a"')`);
    await expect(h.target.query(`insert into django values (4, '{', '[]')`)).rejects.toMatchObject({
      code: '23514',
    });
    await expect(h.target.query(`insert into django values (5, null, '')`)).rejects.toMatchObject({
      code: '23514',
    });
    const [native] = await h.rows(
      `select bool_or(pg_get_constraintdef(oid) ilike '%is json%') from pg_constraint where contype = 'c'`,
    );
    expect(native).toEqual([server === 'pg18' ? 't' : 'f']);
  });

  it('a partial index counts the rows that it holds', async () => {
    await h.target.query(`insert into part values (5, '1', 0)`);
    await expect(h.target.query(`insert into part values (6, '1', 1)`)).rejects.toMatchObject({
      code: '23505',
    });
  });
});

it('an index over a text in double quotes is one over a constant', async () => {
  // Only a SQLite with the old quirk writes such a schema.
  const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript('''create table t(id integer primary key, a text); create index t_i on t("gone"); create index t_j on t(a, "gone");
create index t_w on t(a) where a <> "gone"; insert into t values (1, 'a')''')
db.close()`;
  const h = await migrated({
    write: (path) => run(python, ['-c', script, path]),
  });
  onTestFinished(h.close);
  expectIdentical(h);
  expect(h.plan.leftOut).toEqual([]);
  expect(await h.rows(`select indexdef from pg_indexes where indexname = 't_i'`)).toEqual([
    [`CREATE INDEX t_i ON public.t USING btree (('gone'::text))`],
  ]);
});
