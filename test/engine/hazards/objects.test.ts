import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** What PostgreSQL has no counterpart for: each is named, kept as text, and never in the way of the rows. */
let h: Hazard;
beforeAll(async () => {
  h = await migrated(`
    create table notes (n integer primary key, v text, d datetime);
    insert into notes values (1, 'a', '2025-08-09 14:03:11'), (2, 'B', null);
    create view recent as select * from notes where d > datetime('now', '-7 days');
    create trigger stamp after update on notes begin update notes set d = datetime('now') where n = new.n; end;
    create virtual table search using fts5 (v, content = 'notes', content_rowid = 'n');
    create virtual table boxes using rtree (id, a, b);
    insert into boxes values (1, 2, 3);
    create index by_lower on notes (lower(v));
    create index by_folded on notes (v collate nocase desc) where n > 1;
    create index by_year on notes (strftime('%j', v));
    create table quick_actions (n integer primary key, what text default (hex(randomblob(4))), at datetime default current_timestamp);
    insert into quick_actions (n) values (1);
  `);
  return h.close;
});

it('is identical as a whole', () => expectIdentical(h));

it.each(['notes', 'quick_actions'])('%s holds every value', async (table) => {
  expect(await problemsOf(h, table)).toEqual([]);
});

it('keeps what is left out as text, in the plan and in the certificate', () => {
  const left = h.plan.leftOut.map((l) => [l.kind, l.name]);
  expect(left).toEqual([
    ['virtual table', 'search'],
    ['index', 'by_year'],
  ]);
  for (const { name, sql, reason } of h.plan.leftOut) {
    expect(sql, name).toMatch(/\w/);
    expect(reason, name).toMatch(/\w/);
  }
  // What is understood is made.
  expect(h.state.programs).toMatchObject([
    { kind: 'view', name: 'recent', reason: null },
    { kind: 'trigger', name: 'stamp', reason: null },
  ]);
  expect(h.certificate.leftOut).toEqual(h.plan.leftOut);
  // One finding for a kind of thing in a table, which names each.
  const findings = h.audit.findings.filter((f) => f.code.startsWith('leftOut.'));
  expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(h.plan.leftOut.length);
  for (const { name } of h.plan.leftOut)
    expect(
      findings.some((f) => String(f.params.names).includes(name)),
      name,
    ).toBe(true);
});

it('loads a virtual table as one table, and none of those behind it', () => {
  expect(h.state.tables.map((t) => t.name).sort()).toEqual(['boxes', 'notes', 'quick_actions']);
});

it('reads what it can of tables that need the application', async () => {
  const made = await migrated((db) => {
    db.function('plate', { deterministic: true }, (text) => text);
    db.exec(`create table t (n integer primary key, a text, g as (plate(a)), d text default (plate('x')));
      create index by_plate on t (plate(a));
      insert into t (n, a, d) values (1, 'ABC1D23', 'y'), (2, null, null);
      create table u (n integer primary key, a text collate nocase unique, b text);
      insert into u values (1, 'a', 'b'), (2, 'c', null);
      create index by_b on u (b collate nocase);`);
    db.unsafeMode(true);
    db.pragma('writable_schema = on');
    db.exec("update sqlite_schema set sql = replace(sql, 'nocase', 'XCOL') where tbl_name = 'u'");
  });
  onTestFinished(made.close);
  expectIdentical(made);
  expect(await made.rows('select * from t order by n')).toEqual([
    ['1', 'ABC1D23', 'y'],
    ['2', null, null],
  ]);
  expect(await made.rows('select * from u order by n')).toEqual([
    ['1', 'a', 'b'],
    ['2', 'c', null],
  ]);
  const left = made.plan.leftOut.map((l) => `${l.kind} ${l.name}`).sort();
  expect(left).toEqual(['default d', 'generated g', 'index by_b', 'index by_plate', 'index u_a_key']);
});

it('makes the indexes that have a counterpart', async () => {
  const there = await h.rows("select indexname from pg_indexes where tablename = 'notes' order by 1");
  expect(there.map(([name]) => name)).toEqual(['by_folded', 'by_lower', 'notes_pkey']);
});
