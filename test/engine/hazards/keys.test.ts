import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** Values that SQLite tells apart and that become one, or break a rule, once they are repaired; and names that meet. */
let h: Hazard;
beforeAll(async () => {
  h = await migrated((db) => {
    db.unsafeMode(true);
    db.exec(`
    create table repaired (n integer primary key, k text unique, f text collate nocase unique);
    insert into repaired values (1, 'São', 'x'), (2, cast(x'53e36f' as text), 'y'), (3, 'a' || char(0), 'Z' || char(0)),
      (4, 'a␀', 'z␀'), (5, 'alone', null), (6, cast(x'e3' as text), cast(x'e3' as text));
    create table child (n integer primary key, k text references repaired (k));
    insert into child values (1, 'São'), (2, 'alone');
    create table keyed (k text primary key, v integer) without rowid;
    insert into keyed values ('b' || char(0), 1), ('b␀', 2), ('c', 3);
    create table dated (n integer primary key, d datetime not null unique, e datetime unique);
    insert into dated values (1, '2024-01-01 00:00:00', '2024-01-01 00:00:00'),
      (2, '2024-01-01 00:00:00.0', '2024-01-01 00:00:00.5'), (3, '2024-01-01 00:00:01.50', '2024-01-01 00:00:02.50');
    create table anything (a any, b any, primary key (a, b)) strict, without rowid;
    insert into anything values (1, 1), ('1', '1'), (x'31', x'31'), (1.5, 1.5);

    create table large (k real primary key, v text) without rowid;
    with recursive r(value) as (select 1 union all select value + 1 from r where value < 3000)
      insert into large select 1e17 * value * value, 'x' from r;

    create table parents (n integer primary key);
    create table fractions (n integer primary key, p integer references parents (n));
    with recursive r(value) as (select 1 union all select value + 1 from r where value < 99)
      insert into parents select value from r;
    insert into fractions select n, n from parents;
    update fractions set p = 2.5 where n = 7;

    create table checked (n integer primary key, kind text, p integer, check (kind <> 'relay' or p is not null));
    insert into checked select n, 'relay', n from parents;
    update checked set p = 'abc' where n = 3;

    create table last_id (n integer primary key, v text);
    insert into last_id values (9223372036854775807, 'feita à mão'), (41, 'a'), (-3, 'b');

    create table counted (n integer primary key autoincrement, v text);
    insert into counted values (1, 'a');
    update sqlite_sequence set seq = 9223372036854775807 where name = 'counted';
    create table t (id integer primary key, a text default null, b text default (null), c text not null,
      constraint t_c_not_null check (c <> 'x'), constraint same unique (a), constraint same check (b <> 'y'));
    create index t_id_seq on t (a);
    insert into t values (1, 'a', 'b', 'c');
    create table u_id_seq (n integer primary key);
    create table u (id integer primary key);

    create table needed (n integer primary key, c text not null);
    create table of_needed (n integer primary key references needed (n));
    insert into needed values (1, 'a'), (2, 'b');
    insert into of_needed values (1), (2);
    pragma writable_schema = on;
    update sqlite_schema set sql = 'create table needed (n integer primary key, c text)' where name = 'needed';
    pragma writable_schema = reset;
    update needed set c = null where n = 2;
    pragma writable_schema = on;
    update sqlite_schema set sql = 'create table needed (n integer primary key, c text not null)' where name = 'needed';
    pragma writable_schema = reset;
  `);
  });
  return h.close;
});

it('are identical as a whole', () => expectIdentical(h));

it.each(['repaired', 'child', 'dated', 'fractions', 'checked', 'last_id', 'needed', 'of_needed'])(
  '%s holds every value',
  async (table) => expect(await problemsOf(h, table)).toEqual([]),
);

it('keep every row of a key that is no number', async () => {
  expect(h.account('keyed')).toMatchObject({ source: 3, migrated: 3 });
  expect(h.account('anything')).toMatchObject({ source: 4, migrated: 4 });
});

it('leave out the keys under which rows would be one, and say which rows', () => {
  const found = h.audit.findings.filter((f) => f.code === 'key.collides').map((f) => [f.id, f.count]);
  expect(found.sort()).toEqual([
    ['key.collides:anything.anything_pkey', 3],
    ['key.collides:dated.dated_d_key', 2],
    ['key.collides:keyed.keyed_pkey', 2],
    ['key.collides:repaired.repaired_f_key', 2],
    ['key.collides:repaired.repaired_k_key', 4],
  ]);
  const left = h.plan.leftOut.map((l) => `${l.kind} ${l.name}`).sort();
  expect(left).toEqual([
    'check c not null',
    'foreign key child_k_fkey',
    'unique anything_pkey',
    'unique dated_d_key',
    'unique keyed_pkey',
    'unique repaired_f_key',
    'unique repaired_k_key',
  ]);
  expect(h.table('dated').uniques.map((u) => u.columns)).toEqual([['e']]);
});

it('walk by keys that are large numbers', async () => {
  expect(h.account('large')).toMatchObject({ source: 3000, migrated: 3000 });
});

it('keep a foreign key for the sake of the rows that obey it', () => {
  expect(h.table('fractions').foreignKeys).toMatchObject([{ columns: ['p'], orphans: 1 }]);
  expect(h.ledger('fractions')).toMatchObject([{ column: 'p', action: 'quarantined', row: { p: 2.5 } }]);
});

it('hold a rule for new rows where a repair breaks it', () => {
  expect(h.table('checked').checks).toMatchObject([{ violations: 1 }]);
});

it('go on behind the ids that were counted', async () => {
  await h.target.query("insert into last_id (v) values ('new')");
  expect(await h.rows("select n from last_id where v = 'new'")).toEqual([['42']]);
  await h.target.query("insert into counted (v) values ('new')");
  expect(await h.rows("select n from counted where v = 'new'")).toEqual([['2']]);
  expect(h.findings('last_id', 'n').map((f) => f.code)).toEqual(['id.last', 'integer.beyond32']);
  expect(h.account('last_id')).toMatchObject({ migrated: 3, quarantined: 0 });
});

it('keep rows without a value that they should have', async () => {
  expect(await h.rows('select n, c from needed order by n')).toEqual([
    ['1', 'a'],
    ['2', null],
  ]);
  expect(h.findings('needed', 'c').map((f) => [f.code, f.count])).toEqual([['column.nulls', 1]]);
});

it('leave a rule that SQLite cannot evaluate for a row to the server', async () => {
  const made = await migrated(`
    pragma ignore_check_constraints = on;
    create table t (n integer primary key, a integer check (abs(a) >= 0), v text);
    insert into t values (1, -9223372036854775808, 'a' || char(0)), (2, 1, 'b');
  `);
  onTestFinished(made.close);
  expect(made.account('t')).toMatchObject({ source: 2, migrated: 2, repaired: 1 });
  expectIdentical(made);
});
