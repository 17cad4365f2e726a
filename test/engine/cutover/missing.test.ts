import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration } from './live.ts';
import { context, migrated, rebuilt, select } from './scene.ts';

it('names what was renamed or dropped before anything is made, in the preview too', async () => {
  const scene = await afterMigration({ rows: 60 });
  await scene.commands.cutover(scene.url, context());
  await withPg(scene.url, (client) =>
    client.query(`alter table themes rename to aparencias; alter table devices rename column name to nome;
      alter table devices rename column uuid to identificador;
      update aparencias set name = name || '-novo'; update devices set nome = 'Zé' where id = 1`),
  );
  const before = dump(scene.source);
  const missing = [
    { kind: 'column', table: 'devices', column: 'uuid', looksLike: 'identificador', by: 'refuse' },
    { kind: 'column', table: 'devices', column: 'name', looksLike: 'nome', by: 'refuse' },
    { kind: 'table', table: 'themes', column: null, looksLike: 'aparencias', by: 'refuse' },
  ];
  const shown = (await scene.commands.preview(scene.url))?.missing ?? [];
  expect(shown).toHaveLength(3);
  expect(shown).toEqual(expect.arrayContaining(missing));
  await expect(scene.commands.rollback(scene.url, context())).rejects.toMatchObject({
    code: 'restore.missing',
    params: { renamed: expect.stringContaining('themes → aparencias') },
  });
  expect(dump(scene.source)).toEqual(before);
  const { restored } = await scene.commands.rollback(scene.url, context(), { missing: 'follow' });
  expect(restored).toMatchObject({ done: true, added: [] });
  expect(restored?.missing.map(({ by }) => by)).toEqual(['follow', 'follow', 'follow']);
  expect(select(scene.source, 'select name from devices where id = 1')).toEqual([['Zé']]);
  expect(select(scene.source, `select count(*) from themes where name not like '%-novo'`)).toEqual([[0]]);
});

it('stays with the snapshot for what is gone, only if told so', async () => {
  const scene = await migrated({ rows: 60 });
  await withPg(scene.url, (client) =>
    client.query(`drop table themes; drop view devices_json; alter table devices drop column last_seen;
      update devices set name = 'outro' where id = 1`),
  );
  await expect(rebuilt(scene)).rejects.toMatchObject({
    code: 'restore.missing',
    params: { missing: expect.stringMatching(/devices\.last_seen.*themes/), renamed: '-' },
  });
  await expect(rebuilt(scene, { missing: 'follow' })).rejects.toMatchObject({ code: 'restore.missing' });
  const { result, to } = await rebuilt(scene, { missing: 'snapshot' });
  expect(result.rows).toBe(1);
  expect(dump(to).themes).toEqual(dump(scene.source).themes);
  expect(select(to, 'select id, last_seen from devices order by id')).toEqual(
    select(scene.source, 'select id, last_seen from devices order by id'),
  );
  expect(select(to, 'select name from devices where id = 1')).toEqual([['outro']]);
});

it('reads a table that became a view, and columns of other types', async () => {
  const scene = await migrated({ rows: 60 });
  await withPg(scene.url, (client) =>
    client.query(`alter table themes rename to themes_old; create view themes as select * from themes_old;
      drop view if exists devices_json;
      alter table devices alter last_seen type timestamptz using last_seen at time zone 'UTC', alter name type text collate "default";
      update devices set last_seen = '2026-01-02 03:04:05.25+00' where id = 1`),
  );
  const { result, to } = await rebuilt(scene, { added: 'leave' });
  expect(result).toMatchObject({ rows: 1, missing: [] });
  expect(select(to, 'select last_seen from devices where id = 1')).toEqual([['2026-01-02 03:04:05.250000']]);
  expect(select(to, 'select id, last_seen from devices where id > 1')).toEqual(
    select(scene.source, 'select id, last_seen from devices where id > 1'),
  );
});

it('lets a new row have the key of one in quarantine, whose original stays in the ledger', async () => {
  const scene = await migrated({
    write: (path) => {
      const db = new Database(path);
      db.exec(`create table parts (id integer primary key, at datetime not null, code text unique);
        create table keyed (k text primary key, at datetime not null) without rowid;
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        insert into parts select i, '2025-01-01 00:00:00', 'c' || i from n;
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        insert into keyed select 'k' || i, '2025-01-01 00:00:00' from n;
        insert into parts values (100, 'ontem', 'q1'), (101, 'ontem', 'q2'), (102, 'ontem', 'q3');
        insert into keyed values ('q', 'ontem')`);
      db.close();
    },
  });
  expect(Object.fromEntries(scene.state.tables.map((t) => [t.name, t.quarantined]))).toEqual({
    parts: 3,
    keyed: 1,
  });
  await withPg(scene.url, (client) =>
    client.query(`insert into parts values (100, '2026-01-01', 'novo'), (200, '2026-01-01', 'q2');
      update parts set code = 'q3' where id = 3; insert into keyed values ('q', '2026-01-01')`),
  );
  const { result, to } = await rebuilt(scene);
  expect(result.displaced.map(({ table, key, code }) => `${table} ${key} ${code}`).sort()).toEqual([
    'keyed k=q time.unknown',
    'parts id=100 time.unknown',
    'parts id=101 time.unknown',
    'parts id=102 time.unknown',
  ]);
  expect(select(to, `select id, at, code from parts where id >= 100 or id = 3 order by id`)).toEqual([
    [3, '2025-01-01 00:00:00', 'q3'],
    [100, '2026-01-01 00:00:00', 'novo'],
    [200, '2026-01-01 00:00:00', 'q2'],
  ]);
  expect(select(to, `select at from keyed where k = 'q'`)).toEqual([['2026-01-01 00:00:00']]);
  const { rows } = await withPg(scene.url, (client) =>
    client.query(`select count(*)::int as n from autocore_migration.exception where action = 'quarantined'`),
  );
  expect(rows).toEqual([{ n: 4 }]);
});

it('leaves a sequence that nobody used where it was', async () => {
  const scene = await afterMigration({
    write: (path) => {
      const db = new Database(path);
      db.exec(`create table used (id integer primary key autoincrement, v text);
        create table untouched (id integer primary key autoincrement, v text);
        create table never (id integer primary key autoincrement, v text);
        insert into used (v) values ('a'); insert into untouched (v) values ('a')`);
      db.close();
    },
  });
  await scene.commands.cutover(scene.url, context());
  await scene.commands.cutover(scene.url, context());
  await withPg(scene.url, (client) =>
    client.query(`insert into used (v) values ('b'), ('c'); delete from used where v = 'c'`),
  );
  await scene.commands.rollback(scene.url, context());
  expect(select(scene.source, 'select name, seq from sqlite_sequence order by name')).toEqual([
    ['untouched', 1],
    ['used', 3],
  ]);
});
