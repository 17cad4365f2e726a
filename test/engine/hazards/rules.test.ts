import { beforeAll, describe, expect, it } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** Rows that break the rules of their tables: SQLite enforces no foreign keys, and AutoCore's API not every rule. */
describe('rows that break rules', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table parents (n integer primary key, k text unique);
      insert into parents values (1, 'a'), (2, 'b'), (3, null);
      create table children (n integer primary key, p integer references parents (n), k text references parents (k)
        on update cascade on delete set null);
      insert into children values (1, 1, 'a'), (2, 99, 'b'), (3, null, 'zz'), (4, -1, null), (5, 98, 'A');

      create table tree (n integer primary key, parent integer references tree (n));
      insert into tree values (1, 2), (2, 1), (3, 3), (4, 99), (5, null);
      create table hen (n integer primary key, egg integer references egg (n));
      create table egg (n integer primary key, hen integer references hen (n));
      insert into hen values (1, 1); insert into egg values (1, 1);

      pragma ignore_check_constraints = on;
      create table checked (n integer primary key, a integer check (a > 0), b text,
        constraint known check (b in ('x', 'y')), constraint short check (length(b) < 5 or a is null));
      insert into checked values (1, 1, 'x'), (2, -1, 'x'), (3, -7, 'z'), (4, null, null), (5, 3, 'comprido');
      create table vehicles (n integer primary key, id integer check (id = 1));
      insert into vehicles values (1, 1), (2, 2);

      create table folded (n integer primary key, s text unique collate nocase, u text unique, r text collate rtrim);
      create unique index folded_r on folded (r);
      insert into folded values (1, 'A', 'A', 'x'), (2, 'b', 'a', 'y'), (3, 'é', null, 'z  '), (4, 'É', null, null);

      -- NOT NULL, and nothing to put in the place of what is no number: the row stays out.
      create table needed (n integer primary key, a integer not null, d datetime not null, t text);
      insert into needed select value, value, '2025-08-09 14:03:11', 'ok'
        from (with recursive r(value) as (select 10 union all select value + 1 from r where value < 99) select value from r);
      insert into needed values (1, 'canal 3', '2025-08-09 14:03:11', cast(x'e3' as text)),
        (2, 5, 'ontem', 'x'), (3, x'00', '', null), (4, 6, '2025-08-09T14:03:11', 'y');

      -- Children would become orphans: the column becomes text and the row stays.
      create table makers (n integer primary key, code integer not null);
      insert into makers select value, value
        from (with recursive r(value) as (select 10 union all select value + 1 from r where value < 50) select value from r);
      insert into makers values (1, 'sem código');
      create table cars (n integer primary key, maker integer references makers (n));
      insert into cars values (1, 1), (2, 10);
    `);
    return h.close;
  });

  it('are identical as a whole', () => {
    expectIdentical(h);
    expect([...h.state.objects.notValid].sort()).toEqual(
      [
        'check checked_check on checked',
        'check known on checked',
        'check short on checked',
        'check vehicles_check on vehicles',
        'foreign key children_k_fkey on children',
        'foreign key children_p_fkey on children',
        'foreign key tree_parent_fkey on tree',
      ].sort(),
    );
  });

  it.each([
    ...[
      'parents',
      'children',
      'tree',
      'hen',
      'egg',
      'checked',
      'vehicles',
      'folded',
      'needed',
      'makers',
      'cars',
    ],
  ])('%s holds every value', async (table) => {
    expect(await problemsOf(h, table)).toEqual([]);
  });

  it('stay where they are, and count', () => {
    const counts = (table: string, code: string) =>
      h
        .findings(table)
        .filter((f) => f.code === code)
        .map((f) => [f.id.split('.').at(-1), f.count, f.samples.map((s) => s.key?.n)]);
    expect(counts('children', 'rows.orphans')).toEqual([
      ['children_p_fkey', 3, [2, 4, 5]],
      ['children_k_fkey', 2, [3, 5]],
    ]);
    expect(counts('tree', 'rows.orphans')).toEqual([['tree_parent_fkey', 1, [4]]]);
    expect(counts('checked', 'rows.checkViolated')).toEqual([
      ['checked_check', 2, [2, 3]],
      ['known', 2, [3, 5]],
      ['short', 1, [5]],
    ]);
    expect(counts('vehicles', 'vehicles.several')).toEqual([['several:vehicles', 2, [1, 2]]]);
    expect(counts('folded', 'unique.nulls')).toEqual([['u', 2, [3, 4]]]);
    expect(h.account('children')).toMatchObject({ source: 5, migrated: 5 });
  });

  it('are the last: new ones are refused', async () => {
    const refused = async (sql: string, code: string) =>
      expect(
        await h.target.query(sql).then(
          () => null,
          (error) => error.code,
        ),
      ).toBe(code);
    await refused('insert into children (n, p) values (100, 99)', '23503');
    await refused("insert into checked (n, b) values (100, 'z')", '23514');
    await refused("insert into folded (s) values ('a')", '23505');
    await refused("insert into folded (r) values ('z ')", '23505');
  });

  it('go into quarantine as a whole where a value is needed', () => {
    expect(h.ledger('needed')).toMatchObject([
      {
        key: { n: 1 },
        column: 'a',
        action: 'quarantined',
        code: 'integer.text',
        row: { a: 'canal 3', t: { base64: '4w==' } },
      },
      {
        key: { n: 2 },
        column: 'd',
        action: 'quarantined',
        code: 'time.unknown',
        row: { d: 'ontem', t: 'x' },
      },
      { key: { n: 3 }, column: 'a', action: 'quarantined', row: { a: { base64: 'AA==' }, d: '', t: null } },
      { key: { n: 4 }, column: 'd', action: 'repaired', code: 'time.iso', row: { d: '2025-08-09T14:03:11' } },
    ]);
    expect(h.account('needed')).toMatchObject({
      source: 94,
      migrated: 91,
      quarantined: 3,
      repaired: 1,
      nulled: 0,
    });
    const open = h.findings('needed').filter((f) => f.severity === 'blocker');
    expect(open.map((f) => [f.column, f.code, f.count]).sort()).toEqual([
      ['a', 'integer.text', 2],
      ['d', 'time.empty', 1],
      ['d', 'time.unknown', 1],
    ]);
  });

  it('become text where children would lose their parent', () => {
    expect(h.column('makers', 'code').type).toBe('text');
    expect(h.account('makers')).toMatchObject({ source: 42, migrated: 42, quarantined: 0 });
    expect(h.findings('makers', 'code').map((f) => f.code)).toContain('type.fallback');
  });
});
