import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { isLong } from '../../helpers/long.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** Digits that do not compress: a value that fits nowhere a third of a page is the most. */
function random(length: number): string {
  let seed = 42;
  let text = '';
  while (text.length < length) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    text += seed.toString(36);
  }
  return text.slice(0, length);
}

const words = (n: number) => Array.from({ length: n }, (_, i) => `palavra${i}`).join(' ');

describe('values that are large', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(
      (db) => {
        db.exec(`create table event_logs (id integer primary key, timestamp datetime, payload text, message blob);
          create index idx_payload on event_logs (payload);
          create table long (n integer primary key, a text, b text, c integer, d text, e text);
          create table plain (n integer primary key, v varchar(10));`);
        const log = db.prepare('insert into event_logs values (?, ?, ?, ?)');
        const time = '2025-08-09 14:03:11';
        log.run(1, time, random(12_000), null);
        // Distinct words: a tsvector of them is larger than 1 MB.
        log.run(2, time, words(120_000), Buffer.alloc(1_500_000, 7));
        log.run(3, time, `${'ã'.repeat(1_000_000)}\0`, null);
        for (let id = 4; id < 3000; id++) log.run(id, time, 'online', null);
        const long = db.prepare('insert into long values (?, ?, ?, ?, ?, ?)');
        const text = 'ção\t\\\n\r\b\f\v😀N'.repeat(isLong ? 150_000 : 30_000);
        long.run(1, text, 'a\tb', 7, text, null);
        long.run(2, null, null, null, '\\N', text);
        long.run(3, '', Buffer.from('S\xe3o', 'latin1'), 'no number', text, '\\');
        db.prepare('insert into plain values (1, ?)').run('é'.repeat(70_000));
      },
      { extras: true },
    );
    return h.close;
  });

  it('are identical as a whole', () => expectIdentical(h));

  it('are there, every byte', async () => {
    expect(await problemsOf(h, 'event_logs', 'id')).toEqual([]);
    expect(await problemsOf(h, 'plain')).toEqual([]);
    expect(await problemsOf(h, 'long')).toEqual([]);
    expect(
      await h.rows('select length(payload), length(message) from event_logs where id < 4 order by id'),
    ).toEqual([
      ['12000', null],
      [String(words(120_000).length), '1500000'],
      ['1000001', null],
    ]);
  });

  it('have an index all the same', async () => {
    const there = await h.rows("select indexname from pg_indexes where tablename = 'event_logs'");
    expect(there.map(([name]) => name)).toContain('idx_payload');
  });

  it('are named where an index or the search holds less of them', () => {
    const codes = h.findings('event_logs').map((f) => [f.code, f.count]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['index.shortened', 3],
        ['search.truncated', 2],
      ]),
    );
  });

  it('find their ways into the ledger whole', () => {
    const [only] = h.ledger('event_logs');
    expect(only?.code).toBe('text.nul');
    expect(only?.row.payload).toBe(`${'ã'.repeat(1_000_000)}\0`);
  });
});

describe('keys and indexes of long values', () => {
  let h: Hazard;
  const long = random(9000);
  beforeAll(async () => {
    h = await migrated((db) => {
      db.exec(`create table keyed (k text primary key, v text) without rowid;
        create table child (n integer primary key, k text references keyed (k));
        create table folded (n integer primary key, s text collate nocase unique, b blob unique);
        create table pair (n integer primary key, a text, b blob, c integer);
        create index pair_abc on pair (a collate nocase, b desc, c);
        create unique index pair_ca on pair (c, a);
        create index pair_lower on pair (lower(a));
        create index pair_length on pair (length(a));`);
      for (const [i, end] of ['x', 'y', 'z'].entries()) {
        db.prepare('insert into keyed values (?, ?)').run(long + end, end);
        db.prepare('insert into child values (?, ?)').run(i, long + end);
        db.prepare('insert into folded values (?, ?, ?)').run(i, long + end, Buffer.from(long + end));
        db.prepare('insert into pair values (?, ?, ?, 1)').run(i, long + end, Buffer.from(long + end));
      }
    });
    return h.close;
  });

  it('are identical as a whole', () => expectIdentical(h));

  it.each(['child', 'folded', 'pair'])('%s holds every value', async (table) => {
    expect(await problemsOf(h, table)).toEqual([]);
  });

  it('hold every key', async () => {
    expect(await h.rows('select k, v from keyed order by v')).toEqual(
      ['x', 'y', 'z'].map((end) => [long + end, end]),
    );
  });

  it.each([
    ['a primary key', `insert into keyed values ('${long}x', 'again')`],
    ['a text without case', `insert into folded values (9, upper('${long}x'), null)`],
    ['bytes', `insert into folded values (9, null, '${long}x')`],
    ['an index of two columns', `insert into pair values (9, '${long}x', null, 1)`],
  ])('stay unique: %s', async (_, sql) => {
    await expect(h.target.query(sql)).rejects.toMatchObject({ code: '23505' });
  });

  it('are named, with the rows', () => {
    const found = h.audit.findings.filter((f) => f.code === 'key.hashed' || f.code === 'index.shortened');
    expect(found.map((f) => [f.id, f.count]).sort()).toEqual([
      ['index.shortened:pair.pair_abc', 3],
      ['key.hashed:folded.folded_b_key', 3],
      ['key.hashed:folded.folded_s_key', 3],
      ['key.hashed:keyed.keyed_pkey', 3],
      ['key.hashed:pair.pair_ca', 3],
    ]);
    expect(h.plan.leftOut.map((l) => [l.kind, l.table])).toEqual([
      ['index', 'pair'],
      ['foreign key', 'child'],
    ]);
  });
});

it.runIf(isLong)('values of 50 MB', async () => {
  const megabytes = 50 * 1024 * 1024;
  const h = await migrated((db) => {
    db.exec('create table t (n integer primary key, v text, x blob)');
    const insert = db.prepare('insert into t values (?, ?, ?)');
    insert.run(1, '\\'.repeat(megabytes), null);
    insert.run(2, null, Buffer.alloc(megabytes, 0x5c));
    insert.run(3, `${'x'.repeat(megabytes)}\0`, null);
  });
  onTestFinished(h.close);
  expectIdentical(h);
  expect(await problemsOf(h, 't')).toEqual([]);
  expect(h.ledger('t')).toHaveLength(1);
});
