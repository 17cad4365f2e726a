import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { servers } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { migrationScene } from '../../helpers/migration.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { stranger } from '../../helpers/stranger.ts';
import { change } from '../cutover/scene.ts';

/** Rules of every sort, as a source may have them. */
const rules = `
  create table rules (
    n integer primary key check (n > 0 and abs(n) < 1000000),
    name varchar(20) default 'novo' check (length(name) <= 20 and lower(name) <> 'x' or name like 'a%'),
    kind text check (kind in ('a', 'b', 'c') and kind is not 'd'),
    at datetime default current_timestamp check (at > '2000-01-01'),
    twice integer generated always as (n * 2 + 1) stored,
    both text generated always as (name || '-' || kind) stored
  );
  create unique index rules_name on rules (lower(name), n desc) where n > 5 and kind = 'a';
  create index rules_part on rules (substr(name, 1, 3), coalesce(kind, 'z'));
  insert into rules (n, name, kind) select value, 'nome ' || value, 'b' from generate_series(1, 50);`;

/** What the application writes and reads, named as it names things. */
const application = (n: number) => [
  `insert into event_logs (timestamp, event_type, source, payload) values ('2026-01-0${n} 00:00:00', 'x', 'api', '{"a": ${n}}')`,
  `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values ('2026-01-0${n} 00:00:00', 1, 'x', 'k', '${n}.5')`,
  `insert into devices (uuid, name, type, status, configuration_json) values ('novo-${n}', 'Novo', 'esp32_relay', 'offline', '{"wifi": 1}')`,
  `insert into rules (n, name, kind) values (${1000 + n}, 'Novo', 'a')`,
  'select * from event_logs_json',
  'select * from telemetry_data_json',
  'select * from devices_json',
];

describe.each(servers())('where a stranger may create in the schema, on %s', (server) => {
  it('nothing of theirs is called, from the load to the way back', { timeout: 400_000 }, async () => {
    const scene = await migrationScene(300, { server });
    change(scene.source, (db) => db.exec(series(rules)));
    const name = new URL(scene.url).pathname.slice(1);
    const admin = (sql: string) => withPg(scene.url, (client) => client.query(sql));
    const enemy = await stranger(scene.url);
    // As hostile as a role or a database can be set; whoever says where to look is not touched by it.
    await admin(`alter database ${name} set search_path = public, pg_catalog`);

    scene.onProgress = ({ stage }) => {
      if (stage === 'load') scene.cancel.abort(new Error('enough'));
    };
    await expect(scene.migrate()).rejects.toMatchObject({ code: 'interrupted' });
    scene.onProgress = () => {};
    scene.cancel = new AbortController();
    await enemy.plant('public');
    const [{ id: run } = { id: '' }] = await operations.runs({ workspace: scene.workspace });
    const state = await scene.resume(run);
    expect(await enemy.sprung()).toBe(0);
    expect(state).toMatchObject({ status: 'succeeded', objects: { missing: [] } });

    const call = {
      workspace: scene.workspace,
      run,
      target: scene.url,
      env: scene.env,
      language: 'en',
    } as const;
    for (const level of ['counts', 'segments', 'rows'] as const) {
      expect((await operations.validate({ ...call, level }, quiet)).state.status).toBe('succeeded');
    }
    change(scene.source, (db) =>
      db.exec(`update devices set name = 'outro' where id = 1; delete from event_logs where id = 2;
        insert into rules (n, name, kind) values (900, 'depois', 'c'); delete from rules where n = 3`),
    );
    expect((await operations.sync(call, quiet)).rows).toBe(4);
    const measured = await operations.benchmark({ ...call, apply: true, seconds: 0.2 }, quiet);
    expect(measured.left).toEqual([]);
    expect(measured.queries.filter(({ same }) => !same)).toEqual([]);
    expect(measured.proposals.filter(({ refused }) => refused !== null)).toEqual([]);
    expect((await operations.status({ ...call, backups: null }, quiet)).tables.length).toBeGreaterThan(10);
    expect(await enemy.sprung()).toBe(0);

    const app = `app_${name}`;
    await admin(`create role ${app} login password 'app'`);
    onTestFinished(async () => {
      await admin(`drop owned by ${app}; drop role ${app}`);
    });
    const env = join(scene.folder, '.env');
    writeFileSync(env, 'DATABASE_TYPE=sqlite\n');
    const live = { ...call, envFiles: [env], application: { user: app, password: 'app' }, confirm: true };
    expect(await operations.cutover(live, quiet)).toMatchObject({ live: true });
    expect(await enemy.sprung()).toBe(0);

    // What is left behind, in sessions of others: the application's, and a superuser's with the path as it is.
    const url = new URL(scene.url);
    Object.assign(url, { username: app, password: 'app' });
    await withPg(url.href, async (client) => {
      for (const sql of application(1)) await client.query(sql);
      await client.query('set search_path = public, pg_catalog');
      for (const sql of application(2)) await client.query(sql);
    });
    await withPg(scene.url, async (client) => {
      await client.query('select autocore_migration.maintain_partitions()');
      await client.query(`select * from autocore_migration.maintain_partitions(6, '90 years')`);
      for (const sql of application(3)) await client.query(sql);
      for (const table of ['event_logs', 'telemetry_data', 'devices', 'rules'])
        for (const what of ['vacuum analyze', 'reindex table']) await client.query(`${what} public.${table}`);
    });
    expect(await enemy.sprung()).toBe(0);

    const { restored } = await operations.rollback({ ...call, confirm: true }, quiet);
    expect(restored).toMatchObject({ done: true });
    expect(await enemy.sprung()).toBe(0);
    const db = new Database(scene.source, { readonly: true });
    expect(db.prepare('select count(*) as n from rules where n > 1000').get()).toEqual({ n: 3 });
    db.close();
  });

  it('moves what they planted aside, runs beside it, and brings it back', { timeout: 400_000 }, async () => {
    const scene = await migrationScene(50, { server });
    const enemy = await stranger(scene.url);
    await withPg(scene.url, (client) =>
      client.query(`
        create function public.lower(a character varying) returns text language sql
          as $$ select trap.sprung('lower')::text $$;
        create operator public.> (leftarg = integer, rightarg = integer, function = pg_catalog.int4gt);
        create collation public."C" (locale = 'POSIX');
        create domain public.date as pg_catalog.date;
        create text search configuration public.portuguese (copy = pg_catalog.simple);
        create type public."spän" as range (subtype = integer);
        create table public.late (a public.date, b public."spän");
        create statistics public.st on a, b from public.late`),
    );
    await expect(scene.migrate()).rejects.toMatchObject({
      code: 'target.notEmpty',
      params: { examples: expect.stringContaining('>(integer,integer)') },
    });
    const state = await scene.migrate({ ifNotEmpty: 'replace' });
    expect(state.status).toBe('succeeded');
    const held = () =>
      withPg(scene.url, async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as n from pg_operator where oprnamespace = 'public'::regnamespace`,
        );
        return rows[0].n;
      });
    expect(await held()).toBe(0);
    const { broughtBack } = await scene.rollback(state.id);
    expect(broughtBack).toContain('operator >(integer,integer)');
    expect(await held()).toBe(1);
    expect(await enemy.sprung()).toBe(0);
  });

  it('the scripts make everything as meant in any session', { timeout: 400_000 }, async () => {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await operations.sample({ out: source, rows: 50 }, quiet);
    change(source, (db) => db.exec(series(rules)));
    const made = await operations.plan(
      { workspace: folder, source, profile: 'compatible', set: [], extras: true },
      quiet,
    );
    const { url, drop } = await freshDatabase(server);
    onTestFinished(drop);
    const enemy = await stranger(url);
    await enemy.plant('public');
    await withPg(url, async (client) => {
      await client.query('set search_path = public, pg_catalog');
      await client.query(made.sql);
      const { rows } = await client.query<{ search_path: string }>('show search_path');
      expect(rows).toEqual([{ search_path: 'public, pg_catalog' }]);
      await client.query(
        `insert into devices (id, uuid, name, type, status) values (1, 'um', 'Um', 'esp32_relay', 'offline')`,
      );
      for (const sql of application(4)) await client.query(sql);
      // Statement by statement, as Alembic does.
      const undo = [...made.alembic.slice(made.alembic.indexOf('DOWNGRADE')).matchAll(/^ {4}"(.*)",$/gm)];
      for (const [, sql] of undo) await client.query(JSON.parse(`"${sql}"`));
      await client.query(made.sql);
    });
    expect(await enemy.sprung()).toBe(0);
    // Whoever looks names up there does spring the traps, and is counted.
    await withPg(url, async (client) => {
      await client.query('set search_path = public, pg_catalog');
      await expect(client.query(`select lower('A'::varchar)`)).rejects.toThrow('TRAP lower');
    });
    expect(await enemy.sprung()).toBe(1);
  });

  it('a function beside ours stands in the way, is told, and is not called', async () => {
    const scene = await migrationScene(20, { server });
    const enemy = await stranger(scene.url);
    scene.onProgress = ({ stage }) => {
      if (stage === 'load') scene.cancel.abort(new Error('enough'));
    };
    await expect(scene.migrate()).rejects.toMatchObject({ code: 'interrupted' });
    scene.onProgress = () => {};
    scene.cancel = new AbortController();
    await withPg(scene.url, (client) =>
      client.query(`create function public.try_jsonb(value text, more int default 0) returns jsonb language sql
        as $$ select to_jsonb(trap.sprung('try_jsonb')) $$`),
    );
    const [{ id } = { id: '' }] = await operations.runs({ workspace: scene.workspace });
    const state = await scene.resume(id);
    expect(state.status).toBe('differences');
    expect(state.objects.missing.join()).toContain('idx_devices_configuration_json_json');
    expect(await enemy.sprung()).toBe(0);
  });

  it('a journal that a stranger made is not touched', async () => {
    const scene = await migrationScene(20, { server });
    const enemy = await stranger(scene.url);
    await withPg(scene.url, (client) =>
      client.query(`create schema autocore_migration authorization ${enemy.role};
        grant usage on schema autocore_migration to public; set role ${enemy.role};
        create view autocore_migration.run as select trap.sprung('run')::text as id;
        grant all on autocore_migration.run to public;`),
    );
    await expect(scene.migrate()).rejects.toMatchObject({
      code: 'target.foreignJournal',
      params: { owner: enemy.role },
    });
    expect(await enemy.sprung()).toBe(0);
  });
});

/** SQLite has generate_series only in its shell. */
function series(sql: string): string {
  const numbers = `(with recursive s (value) as (select 1 union all select value + 1 from s where value < 50) select value from s)`;
  return sql.replace(/generate_series\(1, 50\)/, numbers);
}
