import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

/** Digits in an order that does not compress. */
const long = randomBytes(4500).toString('hex');
const other = randomBytes(4500).toString('hex');

const paramsOf = (h: Hazard, code: string) => h.audit.findings.find((f) => f.code === code)?.params;

describe('what is refused from now on', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table typed (id integer primary key, small integer check (small between 0 and 9), wide integer,
        flag boolean, at datetime, word text, raw blob);
      insert into typed (id) values (1);
      create table keyed (code text, n int, primary key (code, n));
      create table kept (code text primary key) without rowid;
      create table loose (id integer primary key, whole, part, large, money money, raw, word, mixed, empty, up references typed (id));
      insert into loose values (1, 5, 1.5, 9007199254740993, 7, x'00', 'a', 1, null, 1), (2, 6, 2, 1, 8, x'01', 'b', 'c', null, 1);`);
    return h.close;
  });

  it('is said of types, with the numbers of the columns', () => {
    expect(paramsOf(h, 'future.strict')).toEqual({
      ...{ numbers: 10, integers: 6, narrow: 1, wide: 5, booleans: 1, times: 1, texts: 6, ids: 2 },
    });
    expect(paramsOf(h, 'future.bytes')).toEqual({ columns: 'typed.raw, loose.raw' });
    expect(paramsOf(h, 'future.nullKeys')).toEqual({ columns: 'keyed.code, keyed.n' });
  });

  it('is said of columns that the values of today gave a type', () => {
    expect(paramsOf(h, 'future.untypedNumbers')?.columns).toBe(
      'loose.whole, loose.part, loose.large, loose.money',
    );
    expect(paramsOf(h, 'future.untypedIntegers')?.columns).toBe('loose.up');
    expect(paramsOf(h, 'future.untypedBytes')?.columns).toBe('loose.raw');
    expect(paramsOf(h, 'future.untypedTexts')?.columns).toBe('loose.word, loose.mixed, loose.empty');
  });

  it.each([
    ["insert into typed (wide) values ('many')", '22P02'],
    ["insert into loose (whole) values ('many')", '22P02'],
    ['insert into typed (small) values (3000000000)', '22003'],
    ['insert into typed (wide) values (1e30)', '22003'],
    ['insert into typed (flag) values (1)', '42804'],
    ['insert into typed (at) values (1754594129)', '42804'],
    ["insert into loose (whole) values ('\\x00'::bytea)", '42804'],
    ["insert into loose (up) values ('\\x00'::bytea)", '42804'],
    ["insert into loose (raw) values ('\\xyz')", '22023'],
    ['insert into typed (raw) values (5)', '42804'],
    ['insert into loose (raw) values (5)', '42804'],
    ['insert into typed (id) values (null)', '23502'],
    ['insert into keyed values (null, 1)', '23502'],
    ["insert into keyed values ('a', null)", '23502'],
  ])('%s', async (sql, code) => {
    await expect(h.target.query(sql)).rejects.toMatchObject({ code });
  });

  it('nothing is rounded in silence where no type was declared', async () => {
    await h.target.query(
      'insert into loose (id, whole, part, large, money, word) values (9, 2.5, 7, 2.5, 1.25, 5)',
    );
    const sql = 'select whole, part, large, money, word from loose where id = 9';
    expect(await h.rows(sql)).toEqual([['2.5', '7', '2.5', '1.25', '5']]);
    await h.target.query("update loose set word = '\\x00'::bytea, raw = 'abc' where id = 9");
    expect(await h.rows('select word, raw from loose where id = 9')).toEqual([['\\x00', '\\x616263']]);
  });

  it('is identical all the same', () => expectIdentical(h));
});

const lists = `
  create table listed (code text primary key, name text, short varchar(20), raw blob unique, n integer unique);
  create index listed_name on listed (n, name collate nocase desc);
  create index listed_lower on listed (lower(name));
  create index listed_length on listed (length(name));
  create index listed_n on listed (n);
  create unique index listed_both on listed (name, short);
  insert into listed values ('a', 'b', 'c', x'00', 1);`;

describe('long values in indexes', () => {
  it('are refused, and the indexes are named', async () => {
    const h = await migrated(lists);
    onTestFinished(h.close);
    expect(h.findings('listed').filter((f) => f.code === 'future.indexSize')).toMatchObject([
      {
        severity: 'note',
        decision: 'whole',
        options: ['whole', 'digests'],
        params: {
          indexes:
            'listed_pkey (code); listed_raw_key (raw); listed_name (name); listed_lower (lower(name)); listed_both (name, short)',
        },
      },
    ]);
    const refused = { code: '54000' };
    const into = (columns: string, values: string) =>
      h.target.query(`insert into listed (code, ${columns}) values ('z', ${values})`);
    await expect(h.target.query(`insert into listed (code) values ('${long}')`)).rejects.toMatchObject(
      refused,
    );
    await expect(into('name', `'${long}'`)).rejects.toMatchObject(refused);
    await expect(into('raw', `'\\x${long}'`)).rejects.toMatchObject(refused);
  });

  it('are taken where somebody wants digests', async () => {
    const made = `${lists}
      drop index listed_lower;
      create table child (id integer primary key, code text references listed (code));`;
    const choices = { types: {}, decisions: { 'future.indexSize:listed': 'digests' } };
    const h = await migrated(made, { choices });
    onTestFinished(h.close);
    expectIdentical(h);
    const found = h.audit.findings.filter((f) => /^(future\.indexSize|key\.hashed|index\.)/.test(f.code));
    expect(found.map((f) => [f.id, f.decision])).toEqual([['future.indexSize:listed', 'digests']]);
    expect(found[0]?.params.indexes).toBe(
      'listed_name (name); listed_both (name, short); listed_raw_key (raw); listed_pkey (code)',
    );
    expect(h.findings('child').map((f) => f.code)).toContain('leftOut.foreignkey');
    const insert = `insert into listed values ('${long}', '${long}', '${other}', '\\x${long}', 7)`;
    await h.target.query(insert);
    await h.target.query('insert into listed (code) values (null), (null)');
    const again = (column: string, value: string) =>
      h.target.query(`insert into listed (${column}) values (${value})`);
    await expect(again('code', `'${long}'`)).rejects.toMatchObject({ code: '23505' });
    await expect(again('raw', `'\\x${long}'`)).rejects.toMatchObject({ code: '23505' });
    await expect(again('name, short', `'${long}', '${other}'`)).rejects.toMatchObject({ code: '23505' });
  });

  it('a list of texts is told of too', async () => {
    const made = `create table icons (id integer primary key, tags text);
      insert into icons values (1, '["a","b"]');`;
    const h = await migrated(made, { profile: 'enhanced', extras: true });
    onTestFinished(h.close);
    expect(h.column('icons', 'tags').type).toBe('text[]');
    expect(h.findings('icons').find((f) => f.code === 'future.indexSize')).toMatchObject({
      options: [],
      params: { indexes: 'idx_icons_tags_json (tags)' },
    });
    const insert = h.target.query(`insert into icons (tags) values (array['${long}'])`);
    await expect(insert).rejects.toMatchObject({ code: '54000' });
  });

  it('of an orphan stand in the index that takes the place of its foreign key, and in no extra', async () => {
    const h = await migrated(
      `create table devices (uuid text primary key);
       create table event_logs (id integer primary key, timestamp datetime, device_id text references devices (uuid));
       insert into event_logs values (1, '2025-08-09 14:03:11', '${long}');`,
      {
        extras: true,
        choices: { types: {}, decisions: { 'future.foreignKey:event_logs': 'index' } },
      },
    );
    onTestFinished(h.close);
    expectIdentical(h);
    const btrees = h.table('event_logs').indexes.filter((i) => i.method === 'btree');
    expect(btrees.map((i) => [i.name, i.shortened])).toEqual([['idx_event_logs_device_id', ['device_id']]]);
  });
});

describe('a deletion', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table p (id integer primary key);
      create table c (id integer primary key, a integer references p on delete cascade, b integer references p (id) on delete set null,
        d integer default 1 references p (id) on delete set default, e integer references p (id), f integer references p (id) on delete restrict,
        g integer not null references p (id) on delete set null, h integer references gone (id) on delete cascade);
      insert into p values (1), (2), (3), (4), (5), (6), (7), (8);
      insert into c values (1, 2, null, null, null, null, 1, null), (2, null, 3, null, null, null, 1, null), (3, null, null, 4, null, null, 1, null),
        (4, null, null, null, 5, null, 1, null), (5, null, null, null, null, 6, 1, null), (6, null, null, null, null, null, 7, null);`);
    return h.close;
  });

  it('is told of in words, key by key', () => {
    expect(paramsOf(h, 'future.foreignKey')).toEqual({
      keys: 'a → p; b → p; d → p; e → p; f → p; g → p',
      deletes: 'a → p',
      empties: 'b → p',
      defaults: 'd → p',
      refuses: 'e → p; f → p; g → p',
    });
  });

  it('does so', async () => {
    for (const id of [2, 3, 4]) await h.target.query(`delete from p where id = ${id}`);
    expect(await h.rows('select id, b, d from c order by id')).toEqual([
      ['2', null, null],
      ['3', null, '1'],
      ['4', null, null],
      ['5', null, null],
      ['6', null, null],
    ]);
    for (const [id, code] of Object.entries({ 5: '23503', 6: '23001', 7: '23502' })) {
      const refused = h.target.query(`delete from p where id = ${id}`);
      await expect(refused).rejects.toMatchObject({ code });
    }
  });

  it('is told of with an index alone as well', async () => {
    const made = `create table p (id integer primary key);
      create table log (id integer primary key, at datetime, p integer references p (id) on delete cascade);`;
    const choices = { types: {}, decisions: { 'future.foreignKey:log': 'index' } };
    const alone = await migrated(made, { choices });
    onTestFinished(alone.close);
    expect(alone.findings('log').find((f) => f.code === 'future.foreignKey')).toMatchObject({
      decision: 'index',
      params: { keys: 'p → p', deletes: 'p → p', empties: '—', defaults: '—', refuses: '—' },
    });
  });
});
