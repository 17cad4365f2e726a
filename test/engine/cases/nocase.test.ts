import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planSource } from '../../../electron/engine/commands/plan.ts';
import { operations } from '../../../electron/engine/operations.ts';
import type { Choices } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrated } from '../../helpers/hazard.ts';
import { quiet } from '../../helpers/migrated.ts';
import { allServers, freshDatabase, withPg } from '../../helpers/postgres.ts';
import { findPsql } from '../../helpers/psql.ts';
import { afterMigration, watched } from '../cutover/live.ts';
import { rebuilt, migrated as scene, select } from '../cutover/scene.ts';
import { afterwards, place, serverSide } from '../export/scene.ts';

/** What keeps comparing without case, and what has to stay as it is: columns of keys. */
const people = `create table person (id integer primary key, name text collate nocase, login text collate nocase unique,
    code text collate nocase, mail varchar(40) collate nocase not null default 'Nobody', nick text collate nocase unique,
    unique (code collate binary),
    check (name <> 'ROOT'));
  create index person_mail on person (mail, name);
  create index person_exact on person (mail collate binary);
  create table pet (id integer primary key, owner text collate nocase references person (login));
  insert into person values (1, 'Ana', 'ANA', 'a', 'Ana@x', 'Nina'), (2, 'élan', 'É', 'A', 'a@x', 'Ñu'), (3, 'Élan', 'é', 'b', 'B@x', 'ñu');
  insert into pet values (1, 'ANA');`;
const citext: Choices = { types: {}, decisions: { 'text.nocase:person': 'citext' } };

const write = (path: string): void => {
  const db = new Database(path);
  db.exec(people);
  db.close();
};

describe.each(allServers())('texts without case on %s', (server) => {
  it('are compared as SQLite does where somebody wants that, and every value is as it was', async () => {
    const h = await migrated(people, { server, choices: citext });
    onTestFinished(h.close);
    expect(h.state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
    expect(h.state.objects).toMatchObject({ missing: [], notValid: [] });
    const types = h.table('person').columns.map((c) => [c.source, c.type]);
    expect(types).toEqual([
      ['id', 'bigint'],
      ['name', 'citext'],
      ['login', 'text'],
      ['code', 'text'],
      ['mail', 'citext'],
      ['nick', 'citext'],
    ]);
    // No foreign key refers to what is unique in some other way than letter by letter.
    expect(h.plan.leftOut.map((l) => [l.kind, l.table, l.reason])).toEqual([
      ['foreign key', 'pet', 'the key of person takes several spellings for one, which nothing can refer to'],
    ]);
    expect(h.findings('person').find((f) => f.code === 'text.nocase')).toMatchObject({
      options: ['asIs', 'citext'],
      decision: 'citext',
    });
    for (const asked of [
      `select id from person where name = 'ANA' or mail = 'b@X' order by id`,
      `select id from person where name = 'élAN' order by id`,
      `select id from person order by mail, id`,
    ]) {
      const expected = h.source.prepare(asked).raw().all() as number[][];
      expect(await h.rows(asked), asked).toEqual(expected.map((row) => row.map(String)));
    }
    await h.rows('set enable_seqscan = off');
    const [plan] = await h.rows(`explain (costs off, format json) select * from person where mail = 'ANA@X'`);
    expect(plan?.[0]).toContain('person_mail');
    await expect(h.rows(`insert into person (id, name, login) values (9, 'x', 'ana')`)).rejects.toThrow(
      /unique/,
    );
    await expect(h.rows(`insert into person (id, name, login) values (9, 'root', 'r')`)).rejects.toThrow(
      /check/,
    );
  });
});

it('both spellings of a letter stay where the locale of the database takes them for one', async () => {
  const { url, name, drop } = await freshDatabase();
  onTestFinished(drop);
  const folder = tempFolder();
  const local = new URL(url);
  local.pathname = `/${name}_br`;
  await withPg(url, async (client) => {
    await client.query(
      `create database ${name}_br template template0 encoding 'UTF8' locale_provider icu icu_locale 'pt-BR' lc_collate 'C' lc_ctype 'C'`,
    );
  });
  onTestFinished(() =>
    withPg(url, (client) => client.query(`drop database ${name}_br with (force)`)).then(() => {}),
  );
  const moved = await scene({ folder, write, url: local.href, choices: citext });
  expect(moved.state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
  await withPg(local.href, async (client) => {
    const { rows } = await client.query(`select count(*)::int as n from person where name = 'ÉLAN'`);
    expect(rows).toEqual([{ n: 2 }]);
  });
});

it('changes are followed, the way back gives the same values, and undoing takes its extension along', async () => {
  const moved = await scene({ write, choices: citext });
  moved.change((db) =>
    db.exec(`update person set name = 'ANA' where id = 1; delete from person where id = 2;
      insert into person values (4, 'novo', 'N', 'n', 'N@x', null)`),
  );
  expect(await moved.sync()).toMatchObject({ rows: 3 });
  expect((await moved.validate()).validation).toMatchObject({ status: 'identical' });
  await withPg(moved.url, (client) => client.query(`update person set mail = 'ANA@X' where id = 1`));
  const { to } = await rebuilt(moved);
  expect(select(to, 'select id, name, mail from person order by id')).toEqual([
    [1, 'ANA', 'ANA@X'],
    [3, 'Élan', 'B@x'],
    [4, 'novo', 'N@x'],
  ]);
  const undo = (confirm: boolean) => operations.rollback({ ...moved.call, confirm }, quiet);
  expect((await undo(false)).dropped).toContain('extension citext');
  await undo(true);
  await withPg(moved.url, async (client) => {
    expect((await client.query(`select from pg_extension where extname = 'citext'`)).rows).toEqual([]);
  });
});

it('lives on the type while the application works with it, and comes back to the file', async () => {
  const life = await afterMigration({ write, choices: citext });
  const quietly = () => watched(() => {});
  expect(await life.commands.cutover(life.url, quietly())).toMatchObject({ tables: 2 });
  await withPg(life.url, (client) =>
    client.query(
      `update person set name = 'ZOÉ' where nick = 'nina'; insert into person (login, nick, code) values ('w', 'W', 'w')`,
    ),
  );
  // What the extension brought is no addition of the application.
  expect(await life.commands.preview(life.url)).toMatchObject({ added: [], missing: [] });
  const { restored } = await life.commands.rollback(life.url, quietly());
  expect(restored).toMatchObject({ done: true });
  expect(select(life.source, 'select id, name, mail, nick from person order by id')).toEqual([
    [1, 'ZOÉ', 'Ana@x', 'Nina'],
    [2, 'élan', 'a@x', 'Ñu'],
    [3, 'Élan', 'B@x', 'ñu'],
    [4, null, 'Nobody', 'W'],
  ]);
});

it('an extension stays that was there before, and one that somebody else uses by now', async () => {
  const before = await freshDatabase();
  onTestFinished(before.drop);
  await withPg(before.url, (client) => client.query('create extension citext'));
  const first = await scene({ write, url: before.url, choices: citext });
  expect((await operations.rollback({ ...first.call, confirm: true }, quiet)).dropped).not.toContain(
    'extension citext',
  );
  const second = await scene({ write, choices: citext });
  await withPg(second.url, (client) =>
    client.query('create schema own; create table own.t (a public.citext)'),
  );
  await operations.rollback({ ...second.call, confirm: true }, quiet);
  for (const url of [before.url, second.url])
    await withPg(url, async (client) => {
      expect((await client.query(`select from pg_extension where extname = 'citext'`)).rowCount).toBe(1);
    });
});

it('a server that cannot give the type is told before anything is made', async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  await withPg(url, (client) => client.query('create schema beside; create extension citext schema beside'));
  const folder = tempFolder();
  await expect(scene({ write, url, folder, choices: citext })).rejects.toMatchObject({
    code: 'target.noExtension',
    params: { name: 'citext', schema: 'public' },
  });
  // Not even the file was copied for it.
  expect(readdirSync(join(folder, 'trabalho', 'runs'), { recursive: true })).not.toContainEqual(
    expect.stringContaining('snapshot.db'),
  );
  await withPg(url, async (client) => {
    expect(
      (await client.query(`select from pg_tables where schemaname in ('public', 'autocore_migration')`)).rows,
    ).toEqual([]);
  });
});

it('the choice of a saved plan makes the same, and its SQL names the type where it is', async () => {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  write(source);
  const set = ['text.nocase:person=citext'];
  const workspace = join(folder, 'trabalho');
  const { plan, sql } = await planSource(
    { workspace, source, profile: 'compatible', extras: true, set },
    quiet,
  );
  expect(plan.decisions.find((d) => d.finding === 'text.nocase:person')).toMatchObject({ option: 'citext' });
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  await withPg(url, (client) => client.query(sql));
  expect(sql).toContain('"name" "public"."citext" collate "C"');
});

describe.runIf(findPsql() !== null)('exported', () => {
  it.each(allServers())('psql makes the extension on %s, and undoing knows it', async (server) => {
    const at = await place({ sql: people });
    const { state } = await at.export({ set: ['text.nocase:person=citext'] });
    const side = await serverSide(server, at);
    const ran = await side.psql();
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    const later = afterwards(at, state.id, new URL(side.url).password);
    expect((await later.validate(side.url)).validation).toMatchObject({ status: 'identical' });
    expect((await later.rollback(side.url)).dropped).toContain('extension citext');
    expect(readFileSync(join(at.out, 'schema.sql'), 'utf8')).toContain('create extension "citext"');
  });
});
