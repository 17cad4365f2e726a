import type { Database } from 'better-sqlite3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

const wide = String(2 ** 40);

/** The rows of today say nothing of those to come: integers are as wide as SQLite's unless something bounds them. */
describe('whole numbers', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table plain (id integer primary key, empty integer, small smallint, flag boolean,
        made integer not null default (unixepoch() * 1000), large integer default 5000000000);
      create table bounded (id integer primary key check (id between 1 and 1000), percent integer check (percent >= 0 and percent <= 100),
        level tinyint check (level in (1, 2, 3) or level is null), counted int check (counted >= 0));
      create table child (id integer primary key, b integer references bounded, p int references plain (id),
        nowhere integer references gone (id));
      create table grandchild (id integer primary key, b integer references child_of_bounded (b));
      create table child_of_bounded (b integer primary key references bounded (id));
      create table far_child (n integer primary key, far integer references near (id));
      create table near (id integer primary key check (id < 100 and id > 0), self integer references near (id));
      insert into plain (id, empty) values (1, 2);
      insert into bounded values (1, 50, 1, 7);
      insert into near values (1, 1);
      insert into far_child values (1, ${wide});`);
    return h.close;
  });

  it.each([
    [
      'plain',
      { id: 'bigint', empty: 'bigint', small: 'bigint', flag: 'boolean', made: 'bigint', large: 'bigint' },
    ],
    ['bounded', { id: 'integer', percent: 'integer', level: 'integer', counted: 'bigint' }],
    ['child', { id: 'bigint', b: 'integer', p: 'bigint', nowhere: 'bigint' }],
    ['child_of_bounded', { b: 'integer' }],
    ['grandchild', { id: 'bigint', b: 'integer' }],
    // One row without a parent asks for more, and both sides have it.
    ['far_child', { n: 'bigint', far: 'bigint' }],
    ['near', { id: 'bigint', self: 'bigint' }],
  ])('of %s', (table, types) => {
    const planned = h.table(table).columns.map((c) => [c.source, c.type]);
    expect(Object.fromEntries(planned)).toEqual(types);
  });

  it('take what SQLite takes', async () => {
    const columns = 'id, empty, small, made, large';
    await h.target.query(`insert into plain (${columns}) values (${Array(5).fill(wide)})`);
    await h.target.query('insert into plain default values');
    expect(await h.rows(`select ${columns} from plain where id = ${wide}`)).toEqual([Array(5).fill(wide)]);
    const sum = 'select made > 1700000000000, large from plain where id > 1 and id < 100';
    expect(await h.rows(sum)).toEqual([['t', '5000000000']]);
  });

  it('are identical', () => expectIdentical(h));
});

it('of AutoCore keep 32 bits where nothing grows, and 64 where it does', async () => {
  const h = await migrated({ write: (out) => writeSample({ out, rows: 50 }) });
  try {
    const types = h.plan.tables.flatMap((t) =>
      t.columns.map((c) => [`${t.source}.${c.source}`, c.type] as const),
    );
    const of = (type: string) => types.flatMap(([name, found]) => (found === type ? [name] : []));
    expect(of('bigint').sort()).toEqual(['event_logs.id', 'telemetry_data.id']);
    expect(of('integer')).toEqual(expect.arrayContaining(['devices.id', 'telemetry_data.device_id']));
    expect(h.findings('vehicles', 'engine_capacity').map((f) => f.code)).toEqual(['integer.fractions']);
    expectIdentical(h);
  } finally {
    await h.close();
  }
});

/** Only what is really made bounds a column. */
describe('rules that are not made', () => {
  const bounded = 'integer primary key check (id between 1 and 1000)';
  /** A choice that only tables like a log are asked for. */
  const noLog = { 'future.foreignKey:child': 'index' };

  it.each([
    ['rows.orphans:child.child_p_fkey', 'leaveOut', 'child', 'p'],
    ['future.foreignKey:log', 'index', 'log', 'p'],
    ['rows.checkViolated:checked.few', 'leaveOut', 'checked', 'n'],
  ])('%s=%s bound nothing', async (finding, option, table, column) => {
    const made = (db: Database) => {
      db.pragma('ignore_check_constraints = on');
      db.exec(`create table parent (id ${bounded});
        create table child (id integer primary key, p integer references parent (id));
        create table log (id integer primary key, at datetime, p integer references parent (id));
        create table checked (id integer primary key, n integer constraint few check (n between 1 and 9));
        insert into parent values (1);
        insert into child values (1, 7);
        insert into log values (1, null, 7);
        insert into checked values (1, 70);`);
    };
    const choices = { types: {}, decisions: { [finding]: option } };
    const h = await migrated(made, { choices });
    onTestFinished(h.close);
    const found = ['child.p', 'log.p', 'checked.n', 'parent.id'].filter((name) => {
      const [at, c] = name.split('.') as [string, string];
      return h.column(at, c).type === 'bigint';
    });
    expect(found).toEqual([`${table}.${column}`]);
    await h.target.query(`insert into ${table} (${column}) values (${wide})`);
    expectIdentical(h);
  });

  it.each([
    [
      'of a table that is no log',
      'integer',
      'create table child (id integer primary key, p integer references parent (id));',
    ],
    [
      'to columns that are no key',
      'bigint',
      'create table child (id integer primary key, p integer references parent (n));',
    ],
    [
      'to a column of another type',
      'bigint',
      'create table child (id integer primary key, p integer, q text, foreign key (p, q) references pair (p, q));',
    ],
    [
      'that may be half empty',
      'bigint',
      'create table child (id integer primary key, p integer, r integer, foreign key (p, r) references twin (p, r));',
    ],
    [
      'without empty halves',
      'integer',
      'create table child (id integer primary key, p integer not null, r integer not null, foreign key (p, r) references twin (p, r));',
    ],
  ])('a foreign key %s makes its column %s', async (_, type, child) => {
    const small = 'integer check (p between 1 and 9)';
    const made = `create table parent (id ${bounded}, n integer check (n between 1 and 9));
      create table pair (p ${small}, q integer check (q between 1 and 9), primary key (p, q));
      create table twin (p ${small}, r integer check (r between 1 and 9), primary key (p, r));
      ${child}`;
    const h = await migrated(made, { choices: { types: {}, decisions: noLog } });
    onTestFinished(h.close);
    expect(h.column('child', 'p').type).toBe(type);
  });

  it('one that is left out bounds nothing where nobody could have an index for it', async () => {
    const made = `create table parent (id ${bounded});
      create table child (id integer primary key, p integer references parent (id));`;
    const decisions = { ...noLog, 'rows.orphans:child.child_p_fkey': 'leaveOut' };
    const h = await migrated(made, { choices: { types: {}, decisions } });
    onTestFinished(h.close);
    expect(h.table('child').foreignKeys).toEqual([]);
    expect(h.column('child', 'p').type).toBe('bigint');
  });

  it('one that went with a key of equal rows bounds nothing', async () => {
    const made = (db: Database) => {
      db.pragma('ignore_check_constraints = on');
      db.exec(`create table parent (id integer primary key, n integer unique check (n between 1 and 9));
        create table child (id integer primary key, n integer references parent (n));
        insert into parent values (1, 5), (2, x'35');`);
    };
    const h = await migrated(made, { choices: { types: { 'parent.n': 'integer' }, decisions: {} } });
    onTestFinished(h.close);
    expect(h.table('child').foreignKeys).toEqual([]);
    expect([h.column('parent', 'n').type, h.column('child', 'n').type]).toEqual(['integer', 'bigint']);
  });
});
