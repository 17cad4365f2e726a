import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, type HazardOptions, type Make, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

async function once(make: Make, options?: HazardOptions): Promise<Hazard> {
  const h = await migrated(make, options);
  onTestFinished(h.close);
  return h;
}

describe('tables of every shape', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table keyless (a text, b real);
      insert into keyless values ('x', 1.5), ('x', 1.5), ('x', 1.5), (null, null), (null, null), ('y', 'y');

      create table composite (a text collate nocase, b integer, c blob, n integer not null, v text,
        primary key (a, b, c)) without rowid;
      insert into composite values ('a', 1, x'00', 1, cast(x'e3' as text)), ('A', 2, x'', 2, null), ('b', 1, x'ff', 3, 'ok');

      -- The key knows a and A apart, the column's own collation does not.
      create table cased (a text collate nocase, n integer, primary key (a collate binary)) without rowid;
      insert into cased select char(97 + n % 26) || char(65 + n / 26 % 26) || case n / 676 when 0 then 'x' else 'X' end, n
        from (with recursive r(n) as (select 0 union all select n + 1 from r where n < 1351) select n from r);

      create table blobkey (k blob primary key, n integer) without rowid;
      insert into blobkey values (x'', 1), (x'00', 2), (x'0000', 3), (x'ff', 4);

      create table strictly (n integer primary key, a any, i int, r real, x blob, s text) strict;
      insert into strictly values (1, 'ação', 1, 1, x'00', 'a'), (2, '1', -9223372036854775808, 1.5, null, null),
        (3, x'31', 3, 9e999, null, null), (4, 2.0, 4, -1e308, null, 'c');

      create table "null keys" (k text primary key, n integer);
      insert into "null keys" values ('a', 1), (null, 2), (null, 3), ('b', 4), (cast(x'e3' as text), 5);

      create table "no alias" (n integer primary key desc, v text);
      insert into "no alias" values (1, 'a'), (3, 'c'), (2, 'b');

      create table one (a text);
      insert into one values (''), ('\\.'), ('\\N'), (null), (char(10)), (char(9));
      create table "one key" (n integer primary key);
      insert into "one key" values (2), (-1);

      create table empty_text (k text primary key, n integer);
      create table empty_any (a);
      create table empty_ids (n integer primary key autoincrement, v text);

      create table generated (n integer primary key, a integer, twice integer as (a * 2), label text as (a || 'x') stored);
      insert into generated (n, a) values (1, 2), (2, null), (3, -5);

      -- Names of the rowid that are columns of the application.
      create table shadowed (rowid text, oid text, v text);
      insert into shadowed values ('b', 'same', cast(x'e3' as text)), ('a', 'same', 'x'), (null, null, null);
    `);
    return h.close;
  });

  it('are identical as a whole', () => expectIdentical(h));

  it.each(['composite', 'cased', 'blobkey', 'strictly', 'null keys', 'no alias', 'one key', 'generated'])(
    '%s holds every value',
    async (table) => {
      expect(await problemsOf(h, table)).toEqual([]);
    },
  );

  it('keeps rows without a key as often as they are', async () => {
    expect(await h.rows('select a, b, count(*) from keyless group by 1, 2 order by 1 nulls first')).toEqual([
      [null, null, '2'],
      ['x', '1.5', '3'],
      ['y', null, '1'],
    ]);
    expect(h.exceptions.filter((e) => e.table === 'keyless')).toMatchObject([
      { key: { rowid: 6 }, column: 'b', action: 'nulled', row: { a: 'y', b: 'y' } },
    ]);
    expect(h.findings('keyless').map((f) => [f.code, f.count])).toContainEqual(['table.noKey', 6]);
  });

  it('keeps what COPY could take for something else', async () => {
    const there = await h.rows('select a from one order by a');
    expect(there).toEqual([[''], ['\t'], ['\n'], ['\\.'], ['\\N'], [null]]);
  });

  it('tells rows apart by a name of the rowid that is free', () => {
    expect(h.ledger('shadowed')).toMatchObject([
      { key: { _rowid_: 1 }, column: 'v', row: { rowid: 'b', oid: 'same', v: { base64: '4w==' } } },
    ]);
  });

  it('has columns of the storage classes of a STRICT table', () => {
    expect(h.table('strictly').columns.map((c) => c.type)).toEqual([
      ...['bigint', 'text', 'bigint', 'double precision', 'bytea', 'text'],
    ]);
  });

  it('makes a unique key of a primary key that holds NULL', () => {
    expect(h.table('null keys')).toMatchObject({ primaryKey: null, uniques: [{ columns: ['k'] }] });
    expect(h.findings('null keys').find((f) => f.code === 'key.nulls')?.count).toBe(2);
  });

  it('has empty tables, with their keys', async () => {
    for (const name of ['empty_text', 'empty_any', 'empty_ids']) {
      expect(h.account(name)).toMatchObject({ source: 0, migrated: 0, quarantined: 0 });
    }
    await h.target.query('insert into empty_ids (v) values ($1)', ['first']);
    expect(await h.rows('select n from empty_ids')).toEqual([['1']]);
  });
});

describe('ids', () => {
  const cases: [string, bigint[], string][] = [
    ['negative', [-9223372036854775808n, -5n], '1'],
    ['zero', [0n], '1'],
    ['the last of 32 bits', [2147483647n], '2147483648'],
    ['beyond 32 bits', [3_000_000_000n, -5n], '3000000001'],
    ['nearly the last of 64 bits', [9223372036854775806n], '9223372036854775807'],
    // Over several blocks.
    ['far apart', Array.from({ length: 3000 }, (_, i) => BigInt(i - 2999) * 3_074_457_345_618_258n), '1'],
  ];
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated((db) => {
      for (const [name, ids] of cases) {
        db.exec(`create table "${name}" (n integer primary key, v text)`);
        const insert = db.prepare(`insert into "${name}" values (?, cast(? as text))`);
        db.transaction(() => {
          for (const id of ids) insert.run(id, Buffer.from([97, Number(id & 255n)]));
        })();
      }
    });
    return h.close;
  });

  it('are identical as a whole', () => expectIdentical(h));

  it.each(cases)('%s', async (name, ids, next) => {
    expect(await problemsOf(h, name)).toEqual([]);
    expect(h.account(name)).toMatchObject({ source: ids.length, migrated: ids.length });
    await h.target.query(`insert into "${name}" (v) values ('new')`);
    expect(await h.rows(`select n from "${name}" where v = 'new'`)).toEqual([[next]]);
  });
});

describe('wide tables', () => {
  const columns = (n: number, type: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => `c${i} ${type(i)}`).join(', ');
  const cycle = ['integer', 'text', 'real', 'datetime', 'boolean', 'blob'];

  it('of 300 columns of every type', async () => {
    const h = await once(`
      create table t (n integer primary key, ${columns(300, (i) => cycle[i % 6] as string)});
      insert into t (n, c0, c1, c2, c3, c4, c5, c299) values (1, 7, 'x', 0.1, '2025-08-09 14:03:11', 1, x'00', x'ff');
      insert into t (n, c0, c1, c3) values (2, 7, cast(x'e3' as text), 'ontem'), (3, 8, null, '2025-08-09 14:03:11');
      insert into t (n) values (4);
    `);
    expectIdentical(h);
    expect(await problemsOf(h, 't')).toEqual([]);
    expect(h.ledger('t').map((e) => [e.key.n, e.column, e.action])).toEqual([
      [2, 'c1', 'repaired'],
      [2, 'c3', 'nulled'],
    ]);
  });

  it('of more columns than PostgreSQL takes are refused by name', async () => {
    const refused = migrated(`create table wide (${columns(1601, () => 'text')})`).then((made) =>
      made.close(),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'source.tooWide',
      params: { table: 'wide', columns: 1601 },
    });
  });

  it('of 1500 columns, more than SQLite gives back twice over', async () => {
    const h = await once(`
      create table t (n integer primary key, ${columns(1500, (i) => (i % 2 ? 'real' : 'text'))});
      insert into t (n, c0, c1, c1499) values (1, cast(x'e3' as text), 0.1, 9e999), (2, 'x', 1, 2.5);
    `);
    expectIdentical(h);
    // The reader of this test is as limited: a few columns stand for all.
    expect(await h.rows('select n, c0, c1, c2, c1499 from t order by n')).toEqual([
      ['1', 'ã', '0.1', null, 'Infinity'],
      ['2', 'x', '1', null, '2.5'],
    ]);
    expect(Object.keys(h.ledger('t')[0]?.row ?? {})).toHaveLength(1501);
  });
});
