import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { withPg } from '../../helpers/postgres.ts';
import { afterMigration, watched } from '../cutover/live.ts';

const schema = `
  create virtual table notes using fts5(title, body, "né" unindexed);
  insert into notes values ('shopping', 'milk', 1), ('ação', null, x'00ff'), ('', 'it''s', 2.5);
  insert into notes (rowid, title) values (900, 'far');
  create virtual table old using fts4(a, b, languageid="lid", tokenize=porter);
  insert into old (a, b, lid) values ('runs', 'b', 3), (null, '', 0);
  create virtual table oldest using fts3;
  insert into oldest values ('one column');
  create virtual table places using rtree(id, minx, maxx, miny, maxy, +label text, +data blob);
  insert into places values (7, 0.1, 0.2, -5, 1e30, 'casa', x'01'), (8, 1, 2, 3, 4, null, null);
  create virtual table grid using rtree_i32(k, a, b);
  insert into grid values (1, -5, 2000000000);
  create virtual table shapes using geopoly(name);
  insert into shapes (name, _shape) values ('square', '[[0,0],[1,0],[1,1],[0,1],[0,0]]');
  create table article (id integer primary key autoincrement, headline text, words text);
  insert into article (headline, words) values ('Nova lei', 'muda tudo');
  create virtual table article_fts using fts5(headline, words, content='article', content_rowid='id');
  insert into article_fts (article_fts) values ('rebuild');
  create virtual table only_index using fts5(a, content='');
  insert into only_index (rowid, a) values (1, 'not kept');
  create virtual table vocabulary using fts5vocab(notes, 'row');
`;

describe('virtual tables', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(schema, { extras: true });
    return h.close;
  });

  it('that hold rows of their own are tables, each row accounted for', async () => {
    expectIdentical(h);
    expect(h.exceptions.map(({ table, column }) => [table, column])).toEqual([
      ['notes', 'né'],
      ['notes', 'né'],
    ]);
    const counts = h.certificate.tables.map((t) => [t.name, t.source, t.migrated]);
    expect(Object.fromEntries(counts.map(([name, ...rest]) => [name, rest.join()]))).toEqual({
      article: '1,1',
      grid: '1,1',
      notes: '4,4',
      old: '2,2',
      oldest: '1,1',
      places: '2,2',
      shapes: '1,1',
    });
    expect(await h.rows('select "rowid", title, body from notes order by 1')).toEqual([
      ['1', 'shopping', 'milk'],
      ['2', 'ação', null],
      ['3', '', "it's"],
      ['900', 'far', null],
    ]);
    expect(await h.rows('select a, b, lid from old order by "rowid"')).toEqual([
      ['runs', 'b', '3'],
      [null, '', '0'],
    ]);
    const float = h.source.prepare('select minx from places where id = 7').pluck().get() as number;
    expect((await h.rows('select minx::float8, label, data from places where id = 7'))[0]).toEqual([
      ...[String(float), 'casa', '\\x01'],
    ]);
    expect(await h.rows('select a, b from grid')).toEqual([['-5', '2000000000']]);
    await h.target.query(`insert into notes (title) values ('next')`);
    expect(await h.rows(`select "rowid" from notes where title = 'next'`)).toEqual([['901']]);
  });

  it('are searched in by an index of the target', async () => {
    const indexes = await h.rows(
      `select tablename, indexname from pg_indexes where indexname ~ '_(search|box)$' order by 1, 2`,
    );
    expect(indexes).toEqual([
      ['article', 'article_search'],
      ['notes', 'notes_search'],
      ['old', 'old_search'],
      ['oldest', 'oldest_search'],
      ['places', 'places_box'],
    ]);
    await h.rows('set enable_seqscan = off');
    const plan = await h.rows(
      `explain (costs off) select 1 from places where box(point(minx::float8, miny::float8), point(maxx::float8, maxy::float8)) && box '((0,0),(1,1))'`,
    );
    expect(plan.flat().join('\n')).toContain('places_box');
  });

  it('that hold none are named, with where their rows are', () => {
    expect(h.plan.leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'article_fts: it holds no rows of its own: they are in article',
      'only_index: it holds no rows of its own (module fts5)',
      'vocabulary: it holds no rows of its own (module fts5vocab)',
    ]);
    expect(h.audit.findings.find((f) => f.code === 'virtual.rows')?.params.names).toBe(
      'notes, old, oldest, places, grid, shapes',
    );
  });
});

describe('a module that is not here', () => {
  /** Writes the text of a table whose module is not compiled in, as the application's SQLite would have. */
  const foreign = (db: Database.Database, name: string, sql: string) => {
    db.unsafeMode(true);
    db.pragma('writable_schema = on');
    db.prepare(
      `insert into sqlite_schema (type, name, tbl_name, rootpage, sql) values ('table', ?, ?, 0, ?)`,
    ).run(name, name, sql);
  };

  it('has its rows in the tables beside it, or in the content of a full-text table, or is asked about', async () => {
    const h = await migrated((db) => {
      db.exec(`create table vectors_chunks (id integer primary key, data blob); insert into vectors_chunks values (1, x'01');
        create virtual table moz using fts4(title, body); insert into moz values ('a', 'b'), ('c', null);
        create virtual table packed using fts4(title, content='nowhere');`);
      foreign(db, 'vectors', 'CREATE VIRTUAL TABLE vectors USING vec0(v float[3])');
      db.prepare(`update sqlite_schema set sql = ? where name = 'moz'`).run(
        'CREATE VIRTUAL TABLE moz USING fts4(title, body, tokenize=mozporter)',
      );
    });
    onTestFinished(h.close);
    expectIdentical(h);
    expect(await h.rows('select count(*) from vectors_chunks')).toEqual([['1']]);
    expect(await h.rows('select "c0title", "c1body" from moz_content order by docid')).toEqual([
      ['a', 'b'],
      ['c', null],
    ]);
    expect(h.plan.leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'moz: its rows are read from moz_content',
      'packed: it holds no rows of its own: they are in nowhere',
      'vectors: module vec0 is not known here; the tables that begin with its name are migrated (vectors_chunks)',
    ]);
  });
});

it('come back with what was written to them, and are searched in again', async () => {
  const scene = await afterMigration({
    write(path) {
      const db = new Database(path);
      db.exec(schema);
      db.close();
    },
  });
  const quietly = () => watched(() => {});
  const sequence = () => {
    const db = new Database(scene.source, { readonly: true });
    try {
      return db.prepare('select * from sqlite_sequence').all();
    } finally {
      db.close();
    }
  };
  const before = sequence();
  scene.change((db) =>
    db.exec(`insert into notes values ('while', 'synced', null); delete from places where id = 8`),
  );
  const { tables } = await scene.sync();
  expect(tables.find((t) => t.name === 'notes')).toMatchObject({ inserted: 1 });
  expect(tables.find((t) => t.name === 'places')).toMatchObject({ deleted: 1 });
  await scene.commands.cutover(scene.url, quietly());
  await withPg(scene.url, (client) =>
    client.query(`update notes set body = 'bread' where title = 'shopping'; insert into notes (title) values ('written there');
      delete from notes where title = 'far'; update places set maxx = 0.75, label = 'nova'; insert into grid values (2, 3, 4);
      update old set a = 'walks' where a = 'runs'; delete from oldest;`),
  );
  const { restored } = await scene.commands.rollback(scene.url, quietly());
  expect(restored).toMatchObject({ done: true });
  expect(sequence()).toEqual(before);
  scene.change((db) => {
    const found = (sql: string) => db.prepare(sql).pluck().all();
    expect(found(`select title from notes where notes match 'bread'`)).toEqual(['shopping']);
    expect(found(`select title from notes where notes match 'written'`)).toEqual(['written there']);
    expect(found(`select title from notes where notes match 'milk OR far'`)).toEqual([]);
    expect(found(`select a from old where old match 'walking' and lid = 3`)).toEqual(['walks']);
    expect(found('select label from places where maxx > 0.7 and minx < 0.2')).toEqual(['nova']);
    expect(found('select k from grid where a > 2')).toEqual([2]);
    expect(found('select count(*) from oldest')).toEqual([0]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
