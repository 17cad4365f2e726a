import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

const numbers = (last: number) =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${last})`;

describe('tables that are called like types, functions and catalogs', () => {
  let h: Hazard;
  const names = [
    'date',
    'text',
    'int4',
    'bool',
    'boolean',
    'numeric',
    'timestamp',
    'timestamptz',
    'bytea',
    'json',
  ];
  const others = [
    'float8',
    'varchar',
    'time',
    'uuid',
    'pg_class',
    'pg_type',
    'constructor',
    '__proto__',
    'hasOwnProperty',
  ];
  beforeAll(async () => {
    h = await migrated(
      [...names, ...others]
        .map(
          (
            name,
          ) => `create table "${name}" (id integer primary key, "constructor" text, "__proto__" text, d date,
            t datetime, x text default ('a' || 'b'), n numeric check (n > 0), "valueOf" boolean);
            insert into "${name}" values (1, 'c', 'p', '2024-01-01', '2024-01-01 10:00:00', 'ab', 1.5, 1);`,
        )
        .join('\n'),
    );
    return h.close;
  });

  it('arrive whole', async () => {
    expectIdentical(h);
    for (const name of [...names, ...others]) {
      const sql = `select "constructor", "__proto__", d, t, x, n, "valueOf", pg_typeof(d), pg_typeof(x) from public."${name}"`;
      expect(await h.rows(sql)).toEqual([
        ['c', 'p', '2024-01-01', '2024-01-01 10:00:00', 'ab', '1.5', 't', 'date', 'text'],
      ]);
    }
    expect(h.plan.leftOut).toEqual([]);
    expect(h.exceptions).toEqual([]);
  });
});

describe('words and numbers that stand for something else', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table flags (id integer primary key, rails boolean, word boolean, letter boolean default 'N',
        f boolean not null default 'f', no boolean not null default 'false', yes boolean not null default "true",
        ruled boolean check (ruled in ('t', 'f')));
      insert into flags (id, rails, word, letter, ruled) values (1, 't', 'true', 'Y', 't'), (2, 'f', 'false', 'N', 'f'), (3, 't', 'true', 'N', null);
      create index flags_rails on flags (rails) where rails = 't';
      create table prisma (id integer primary key, created datetime not null default (unixepoch() * 1000), seen timestamp);
      ${numbers(2000)} insert into prisma select i, 1700000000000 + i * 1000 + i % 7, 1700000000 + i from n;
      create table zoned (id integer primary key, a datetime, b timestamp);
      ${numbers(200)} insert into zoned select i, '2024-01-01 10:00:00+00:00', '2024-01-01T10:00:00.500Z' from n;
      create table days (id integer primary key, a datetime, b date);
      insert into days values (1, '2024-01-01', '2024-01-01 00:00:00'), (2, '2024-01-02', '2024-01-02 13:00:00');
      create table few (id integer primary key, a datetime, b datetime);
      insert into few values (1, '2024-01-01 10:00:00', '2024-01-01 10:00:00'), (2, '2024-01-02', '2024-01-01 10:00:00+02:00'),
        (3, '2024-01-03 11:00:00', null);
      create table unsure (id integer primary key, a datetime, b boolean);
      insert into unsure values (1, 5, 7), (2, 1700000000, 1), (3, 0, 9);
      create table mixed (id integer primary key, a datetime);
      ${numbers(60)} insert into mixed select i, '2024-01-01 10:00:0' || (i % 10) || case i % 2 when 0 then '+02:00' else '+03:00' end from n;
    `);
    return h.close;
  });

  it('are no exceptions where their form can be undone', async () => {
    expectIdentical(h);
    expect(h.exceptions.map(({ table }) => table)).toEqual(['few', 'few']);
    expect(h.plan.leftOut).toEqual([]);
    const types = (table: string) =>
      h
        .table(table)
        .columns.slice(1)
        .map((c) => c.type);
    expect(types('flags').every((type) => type === 'boolean')).toBe(true);
    expect(types('prisma')).toEqual(['timestamp without time zone', 'timestamp without time zone']);
    expect(types('zoned')).toEqual(['timestamp with time zone', 'timestamp with time zone']);
    expect(types('days')).toEqual(['timestamp without time zone', 'timestamp without time zone']);
    expect(types('few')).toEqual(['timestamp without time zone', 'timestamp without time zone']);
    // Numbers whose unit nobody can tell stay numbers, as a yes or no that is neither does.
    expect(types('unsure')).toEqual(['bigint', 'bigint']);
  });

  it('are the values that were meant', async () => {
    const flags = 'select rails, word, letter, ruled from flags order by id';
    expect(await h.rows(flags)).toEqual([
      ['t', 't', 't', 't'],
      ['f', 'f', 'f', 'f'],
      ['t', 't', 'f', null],
    ]);
    expect(await h.rows('select created, seen from prisma where id = 8')).toEqual([
      ['2023-11-14 22:13:28.001', '2023-11-14 22:13:28'],
    ]);
    expect(await h.rows(`set timezone = 'UTC'`)).toEqual([]);
    expect(await h.rows('select a, b from zoned where id = 1')).toEqual([
      ['2024-01-01 10:00:00+00', '2024-01-01 10:00:00.5+00'],
    ]);
    expect(await h.rows('select a, b from days order by id')).toEqual([
      ['2024-01-01 00:00:00', '2024-01-01 00:00:00'],
      ['2024-01-02 00:00:00', '2024-01-02 13:00:00'],
    ]);
  });

  it('have defaults that give the same', async () => {
    await h.target.query(`insert into flags (id) values (9)`);
    expect(await h.rows('select letter, f, no, yes from flags where id = 9')).toEqual([['f', 'f', 'f', 't']]);
    await h.target.query('insert into prisma (id) values (9999)');
    const recent = `select abs(extract(epoch from created - (now() at time zone 'utc'))) < 60 from prisma where id = 9999`;
    expect(await h.rows(recent)).toEqual([['t']]);
    await expect(h.target.query(`insert into flags (id, ruled) values (10, true)`)).resolves.toBeDefined();
  });

  it('are told, with what else may become of them', () => {
    const finding = (table: string, column: string) =>
      h.findings(table, column).find((f) => f.code.startsWith('type.'));
    expect(finding('prisma', 'created')).toMatchObject({
      ...{ code: 'type.form', severity: 'note', decision: 'asIs', count: 2000 },
      options: ['asIs', 'bigint', 'text'],
    });
    expect(finding('flags', 'rails')).toMatchObject({ code: 'type.form', options: ['asIs', 'text'] });
    expect(finding('unsure', 'a')).toMatchObject({
      code: 'type.fallback',
      options: ['asIs', 'repair', 'text'],
    });
    expect(finding('mixed', 'a')?.options).toContain('timestamptz');
  });
});

it('what a person decides of them is done', async () => {
  const sql = `create table t (id integer primary key, a datetime, b datetime, c datetime);
    ${numbers(60)} insert into t select i, 1700000000000 + i, 1700000000000 + i,
      '2024-01-01 10:00:00' || case i % 2 when 0 then '+02:00' else '+03:00' end from n;`;
  const decisions = {
    'type.form:t.a': 'bigint',
    'type.form:t.b': 'text',
    'type.fallback:t.c': 'timestamptz',
  };
  const h = await migrated(sql, { choices: { types: {}, decisions } });
  onTestFinished(h.close);
  expect(h.table('t').columns.map((c) => c.type)).toEqual([
    'bigint',
    'bigint',
    'text',
    'timestamp with time zone',
  ]);
  await h.target.query(`set timezone = 'UTC'`);
  expect(await h.rows('select a, b, c from t where id = 2')).toEqual([
    ['1700000000002', '1700000000002', '2024-01-01 08:00:00+00'],
  ]);
  expectIdentical(h);
});

describe('columns that foreign keys tie', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table chain (id integer_or_text primary key);
      create table link (id integer primary key, c integer_or_text references chain (id));
      ${numbers(100)} insert into chain select i from n;
      insert into chain values ('Chain');
      ${numbers(400)} insert into link select i, 1 + i % 100 from n;
      insert into link values (500, 'Chain'), (501, 'Chain');
      create table two (id integer_or_text primary key, v any);
      insert into two values (1, 'a'), ('Chain', 5);
      create table people (id integer primary key);
      insert into people values (1), (2);
      create table written (id integer primary key, person text references people (id));
      insert into written values (1, '1'), (2, '2'), (3, null);
      create table odd (id integer primary key, person integer references people (id));
      ${numbers(50)} insert into odd select i, 1 + i % 2 from n;
      insert into odd values (51, 'nobody');
    `);
    return h.close;
  });

  it('have one type together, and keep their key and every value', async () => {
    expectIdentical(h);
    expect(h.plan.leftOut).toEqual([]);
    expect(await h.rows('select count(*) from link join chain on chain.id = link.c')).toEqual([['402']]);
    expect(await h.rows(`select count(*) from link where c = 'Chain'`)).toEqual([['2']]);
    expect(h.ledger('link')).toEqual([]);
    expect(h.ledger('chain')).toEqual([]);
    expect(h.ledger('two')).toEqual([]);
    expect(await h.rows('select id, v from two order by 1')).toEqual([
      ['1', 'a'],
      ['Chain', '5'],
    ]);
    expect(await h.rows('select person from written order by id')).toEqual([['1'], ['2'], [null]]);
    expect(h.table('written').foreignKeys).toHaveLength(1);
  });

  it('never lose a reference unless somebody says so', () => {
    expect(h.ledger('odd')).toMatchObject([{ action: 'quarantined', row: { id: 51, person: 'nobody' } }]);
    expect(h.findings('odd', 'person').find((f) => f.code === 'integer.text')).toMatchObject({
      ...{ severity: 'blocker', options: ['quarantine', 'null', 'text'] },
    });
  });
});

it('whole numbers have 64 bits unless something bounds them', async () => {
  const h =
    await migrated(`create table w (id integer primary key, later integer, made integer not null default (unixepoch() * 1000),
    small integer check (small between 0 and 10), yes boolean);`);
  onTestFinished(h.close);
  expect(h.table('w').columns.map((c) => c.type)).toEqual([
    'bigint',
    'bigint',
    'bigint',
    'integer',
    'boolean',
  ]);
  await h.target.query('insert into w (later) values (1700000000000)');
  expect(await h.rows('select made > 1700000000000 from w')).toEqual([['t']]);
});
