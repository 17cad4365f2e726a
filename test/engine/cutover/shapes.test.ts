import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration } from './live.ts';
import { change, context } from './scene.ts';

const tables = `
  create table keyless (a text, b real);
  insert into keyless values ('x', 1.5), ('x', 1.5), ('x', 1.5), (null, null), (null, null), ('y', 'y');
  create table composite (a text collate nocase, b integer, c blob, n integer not null, v text,
    primary key (a, b, c)) without rowid;
  insert into composite values ('a', 1, x'00', 1, 'ã'), ('A', 2, x'', 2, null), ('b', 1, x'ff', 3, 'ok');
  create table blobkey (k blob primary key, n integer) without rowid;
  insert into blobkey values (x'', 1), (x'00', 2), (x'0000', 3), (x'ff', 4);
  create table strictly (n integer primary key, a any, i int, r real, x blob, s text) strict;
  insert into strictly values (1, 'ação', 1, 1, x'00', 'a'), (2, '1', -9223372036854775808, 1.5, null, null),
    (3, x'31', 3, 9e999, null, null), (4, 2.0, 4, -1e308, null, 'c');
  create table "null keys" (k text primary key, n integer);
  insert into "null keys" values ('a', 1), (null, 2), (null, 3), ('b', 4);
  create table "no alias" (n integer primary key desc, v text);
  insert into "no alias" values (1, 'a'), (3, 'c'), (2, 'b');
  create table counted (n integer primary key autoincrement, v text unique);
  insert into counted values (1, 'a'), (5, 'e'), (900, 'z');
  delete from counted where n = 900;
  create table reused (n integer primary key, v text);
  insert into reused values (1, 'a'), (2, 'b'), (3, 'c');
  create table generated (n integer primary key, a integer, twice integer as (a * 2), label text as (a || 'x') stored);
  insert into generated (n, a) values (1, 2), (2, null), (3, -5);
  create table shadowed (rowid text, oid text, v text);
  insert into shadowed values ('b', 'same', 'y'), ('a', 'same', 'x'), (null, null, null);
  create table zeros (n integer primary key, z, r real);
  insert into zeros values (1, 0.0, 0.0), (2, 0.0 * -1, 0.0 * -1), (3, 0, 0);
  create table loose (v numeric, d real);
  insert into loose values ('um', 1), ('dois', 2), ('três', 3), ('quatro', 4);
  create table touched (at text);
  create index by_length on counted (length(v)) where v is not null;
  create view doubled as select n, twice from generated where twice is not null;
  create trigger on_insert after insert on counted begin insert into touched values ('by trigger'); end;
  create trigger on_view instead of insert on doubled begin insert into generated (n, a) values (new.n, new.twice / 2); end;
`;

/** What a later session may notice of a file beside its rows. */
function surroundings(path: string): unknown {
  const db = new Database(path, { readonly: true });
  const pragmas = ['encoding', 'page_size', 'auto_vacuum', 'user_version', 'application_id', 'journal_mode'];
  try {
    return {
      ...Object.fromEntries(pragmas.map((name) => [name, db.pragma(name, { simple: true })])),
      schema: db.prepare('select type, name, tbl_name, sql from sqlite_schema order by type, name').all(),
      sequence: db.prepare('select * from sqlite_sequence order by name').all(),
      integrity: db.pragma('integrity_check', { simple: true }),
    };
  } finally {
    db.close();
  }
}

function withPragmas(...pragmas: string[]) {
  return (path: string): void => {
    const db = new Database(path);
    for (const pragma of pragmas) db.pragma(pragma);
    db.exec(tables);
    db.close();
  };
}

const files: [string, string[]][] = [
  ['a plain file', []],
  [
    'UTF-16, large pages, in WAL mode',
    [
      `encoding = 'UTF-16le'`,
      ...['page_size = 8192', 'auto_vacuum = incremental', 'journal_mode = wal'],
      ...['user_version = 42', 'application_id = 1094926925'],
    ],
  ],
];

describe.each(files)('%s', (_, pragmas) => {
  it('comes back as it was, through a catch-up in every table', async () => {
    const scene = await afterMigration({ write: withPragmas(...pragmas) });
    // Each table: a new row, a changed one, one that is gone; ids that are given again.
    const changes = `
      insert into keyless values ('x', 1.5), ('z', -0.5); delete from keyless where rowid = 1; update keyless set b = 7 where a = 'y';
      insert into composite values ('ç', 0, x'01', 9, null); update composite set v = 'novo' where a = 'b'; delete from composite where b = 2;
      insert into blobkey values (x'01', 5); update blobkey set n = 22 where k = x'00'; delete from blobkey where k = x'';
      insert into strictly values (9, 1e300, 0, 0.1, x'', 'ç'); update strictly set a = 2 where n = 4; delete from strictly where n = 1;
      insert into "null keys" values (null, 9), ('c', 5); update "null keys" set n = 33 where n = 3; delete from "null keys" where k = 'a';
      insert into "no alias" values (7, 'g'); update "no alias" set v = 'B' where n = 2; delete from "no alias" where n = 1;
      insert into counted (v) values ('novo'); update counted set v = 'E' where n = 5; delete from counted where n = 1;
      delete from reused where n = 3; insert into reused (v) values ('d'); update reused set v = 'A' where n = 1;
      insert into generated (n, a) values (9, 9); update generated set a = 1 where n = 2; delete from generated where n = 3;
      update shadowed set v = 'z' where rowid = 'a'; insert into shadowed values ('c', 'd', 'e'); delete from shadowed where v is null;
      update zeros set z = 0.0 * -1 where n = 1; update zeros set z = 0.0 where n = 2; update zeros set z = 0.0 where n = 3;
    `;
    scene.change((db) => db.exec(changes));
    const { tables: synced } = await scene.sync();
    const counts = (name: string) => synced.find((t) => t.name === name);
    expect(counts('reused')).toMatchObject({ inserted: 0, changed: 2, deleted: 0 });
    expect(counts('zeros')).toMatchObject({ inserted: 0, changed: 3, deleted: 0 });
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    await scene.commands.cutover(scene.url, context());
    const [rows, around] = [dump(scene.source), surroundings(scene.source)];
    const { restored } = await scene.commands.rollback(scene.url, context());
    expect(restored).toMatchObject({ done: true, rows: 0, rounded: 0 });
    expect(dump(scene.source)).toEqual(rows);
    expect(surroundings(scene.source)).toEqual(around);
    if (pragmas.length === 0) {
      const { snapshot } = openWorkspace(scene.workspace, {}).runFolder(scene.state.id);
      expect(readFileSync(scene.source).equals(readFileSync(snapshot))).toBe(true);
    }
  });

  it('has every row that was written on the server, and nothing else is different', async () => {
    const scene = await afterMigration({ write: withPragmas(...pragmas) });
    await scene.commands.cutover(scene.url, context());
    const expected = join(scene.folder, 'expected.db');
    copyFileSync(scene.source, expected);
    const around = surroundings(expected) as { sequence: unknown };
    await withPg(scene.url, (client) =>
      client.query(`
        insert into keyless values ('x', '1.5'), ('z', '-0.5'); delete from keyless where a is null; update keyless set b = '7' where a = 'y';
        insert into composite values ('ç', 0, '\\x01', 9, null); update composite set v = 'novo' where a = 'b'; delete from composite where b = 2;
        insert into blobkey values ('\\x01', 5); update blobkey set n = 22 where k = '\\x00'; delete from blobkey where k = '\\x';
        insert into "null keys" values (null, 9), ('c', 5); update "null keys" set n = 33 where n = 3; delete from "null keys" where k = 'a';
        insert into "no alias" values (7, 'g'); update "no alias" set v = 'B' where n = 2; delete from "no alias" where n = 1;
        insert into counted (v) values ('novo'), ('gone'); update counted set v = 'E' where n = 5;
        delete from counted where v = 'gone'; delete from counted where n = 1;
        delete from reused where n = 3; insert into reused values (3, 'd'); update reused set v = 'A' where n = 1;
        insert into generated (n, a) values (9, 9); update generated set a = 1 where n = 2; delete from generated where n = 3;
        insert into loose values ('007', 'NaN'), ('1.50', 5), ('x', 'NaN'); update loose set v = '0x10' where d = 2;
        update shadowed set v = 'z' where "rowid" = 'a'; insert into shadowed values ('c', 'd', 'e'); delete from shadowed where v is null;
      `),
    );
    const given = await withPg(scene.url, async (client) => {
      const { rows } = await client.query(`select max(n) as n from counted`);
      return Number(rows[0].n);
    });
    change(expected, (db) => {
      db.exec('drop trigger on_insert');
      db.exec(`
        insert into keyless values ('x', 1.5), ('z', -0.5); delete from keyless where a is null; update keyless set b = 7 where a = 'y';
        insert into composite values ('ç', 0, x'01', 9, null); update composite set v = 'novo' where a = 'b'; delete from composite where b = 2;
        insert into blobkey values (x'01', 5); update blobkey set n = 22 where k = x'00'; delete from blobkey where k = x'';
        insert into "null keys" values (null, 9), ('c', 5); update "null keys" set n = 33 where n = 3; delete from "null keys" where k = 'a';
        insert into "no alias" values (7, 'g'); update "no alias" set v = 'B' where n = 2; delete from "no alias" where n = 1;
        -- The trigger has acted on the server, on the row that is gone again too.
        insert into touched values ('by trigger'), ('by trigger');
        insert into counted values (${given}, 'novo'); update counted set v = 'E' where n = 5; delete from counted where n = 1;
        update reused set v = 'd' where n = 3; update reused set v = 'A' where n = 1;
        insert into generated (n, a) values (9, 9); update generated set a = 1 where n = 2; delete from generated where n = 3;
        insert into loose values (x'303037', 'NaN'), (x'312e3530', 5), ('x', 'NaN'); update loose set v = '0x10' where d = 2;
        update shadowed set v = 'z' where rowid = 'a'; insert into shadowed values ('c', 'd', 'e'); delete from shadowed where v is null;
      `);
    });
    const { restored } = await scene.commands.rollback(scene.url, context());
    // SQLite would make 7 and 1.5 of two texts; it has no NaN.
    expect(restored).toMatchObject({ done: true, rounded: 0 });
    expect(restored?.spelled).toMatchObject([
      { table: 'loose', column: 'v', as: 'bytes', values: 2 },
      { table: 'loose', column: 'd', as: 'notNumber', values: 2, value: 'NaN' },
    ]);
    expect(dump(scene.source)).toEqual(dump(expected));
    // An id that was given once, and deleted since, is not given again.
    const sequence = [{ name: 'counted', seq: given + 1 }];
    expect(surroundings(scene.source)).toEqual({ ...around, sequence });
    scene.change((db) => {
      const { lastInsertRowid } = db.prepare(`insert into counted (v) values ('depois')`).run();
      expect(lastInsertRowid).toBe(given + 2);
      expect(db.prepare('select count(*) from touched').pluck().get()).toBe(3);
      db.exec('insert into doubled values (20, 40)');
      expect(db.prepare('select a from generated where n = 20').pluck().get()).toBe(20);
    });
  });
});
