import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { smokeTest } from '../../../electron/engine/cutover/role.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { expectIdentical } from '../../helpers/cases.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrated } from '../../helpers/hazard.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

it('rows that no page can hold are foreseen, with their count', async () => {
  const columns = Array.from({ length: 1100 }, (_, i) => `c${i} integer`);
  const numbers = (n: number) =>
    Array.from({ length: 1100 }, (_, i) => (i < n ? String(i) : 'null')).join(', ');
  const h = await migrated(`create table wide (id integer primary key, ${columns.join(', ')});
    insert into wide values (1, ${numbers(1100)}), (2, ${numbers(1000)}), (3, ${numbers(1015)}), (4, ${numbers(0)}),
      (5, ${numbers(998)}), (6, ${numbers(999)});
    create table texts (id integer primary key, ${columns.join(', ').replaceAll('integer', 'text')});
    insert into texts values (1, ${Array.from({ length: 1100 }, () => "'a rather long text that is moved out'").join(', ')});`);
  onTestFinished(h.close);
  // Tables come in the order in which they were loaded.
  const out = h.exceptions
    .filter((e) => e.action === 'quarantined')
    .sort((a, b) => a.table.localeCompare(b.table));
  const told = h.audit.findings.filter((f) => f.code === 'row.tooWide').sort((a, b) => b.count - a.count);
  expect(told.map((f) => [f.table, f.severity, f.decision])).toEqual([
    ['wide', 'blocker', 'quarantine'],
    ['texts', 'blocker', 'quarantine'],
  ]);
  expect(told.map((f) => f.count)).toEqual([4, 1]);
  expect(out.map((e) => [e.table, e.key.id])).toEqual([
    ['texts', 1],
    ['wide', 1],
    ['wide', 2],
    ['wide', 3],
    // The last one of which nothing is too much has 998 numbers and a key.
    ['wide', 6],
  ]);
  expect(h.account('wide')).toMatchObject({ source: 6, migrated: 2 });
});

it('three thousand tables come along', async () => {
  const h = await migrated((db) => {
    db.exec(
      Array.from(
        { length: 3000 },
        (_, i) =>
          `create table t${i} (id integer primary key, a text unique); insert into t${i} values (1, 'x');`,
      ).join(''),
    );
  });
  onTestFinished(h.close);
  expectIdentical(h);
  expect(await h.rows(`select count(*) from pg_tables where schemaname = 'public'`)).toEqual([['3000']]);
});

it('more tables than a server can lock at once are made, tried and undone in turns', async () => {
  const cluster = await startCluster(await serverBinaries(), { max_connections: '20' });
  onTestFinished(() => cluster.stop());
  const folder = tempFolder();
  const source = join(folder, 'muitas.db');
  const db = new Database(source);
  db.pragma('foreign_keys = off');
  const tables = 1200;
  // Keys that tie tables of different turns, one of them in a circle.
  const refers = (i: number) => (i % 100 === 0 ? (i + 700) % tables : i % 7 === 0 ? 0 : i);
  for (let i = 0; i < tables; i++)
    db.exec(
      `create table t${i} (id integer primary key, a text, r integer references t${refers(i)} (id)); insert into t${i} values (1, 'x', 1)`,
    );
  db.close();
  const call = { workspace: join(folder, 'trabalho'), target: cluster.url, env: {} };
  const wishes = { plan: null, profile: 'compatible', extras: false, ifNotEmpty: 'abort' } as const;
  await withPg(cluster.url, (client) => client.query('create schema own; create table own.kept (id int)'));
  const state = await migrate(
    { ...call, ...wishes, source, schema: null, rehearse: false, acceptDefaults: true, language: 'en' },
    quiet,
  );
  expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
  expect(state.tables).toHaveLength(tables);
  const left = () =>
    withPg(cluster.url, async (client) => {
      const { rows } = await client.query<{ n: string }>(
        `select count(*) as n from pg_tables where schemaname = 'public'`,
      );
      return Number(rows[0]?.n);
    });
  const role = targetConfig(cluster.url, {});
  const plan = JSON.parse(
    readFileSync(openWorkspace(call.workspace, {}).runFolder(state.id).plan, 'utf8'),
  ) as Plan;
  await withPg(cluster.url, (client) =>
    client.query(`alter role postgres set timezone = 'UTC'; alter role postgres set search_path = public`),
  );
  const given = { run: state.id, schema: 'public', plan };
  expect(await smokeTest(role, given, quiet.signal, () => {})).toBe(tables);

  const undo = (ctx = quiet) =>
    operations.rollback({ ...call, run: state.id, confirm: true, only: 'undo' }, ctx);
  // Somebody's view on a table that would go in the last turn: nothing goes.
  for (const [kind, made] of [
    ['view', 'as select a from public.t0'],
    ['table', '() inherits (public.t0)'],
    ['table', '(r integer references public.t0)'],
    ['function', '(public.t0) returns int language sql return 1'],
  ]) {
    await withPg(cluster.url, (client) => client.query(`create ${kind} own.first ${made}`));
    await expect(undo(), made).rejects.toMatchObject({
      code: 'run.notUndoable',
      params: { reason: expect.stringContaining('own.first') },
    });
    expect(await left()).toBe(tables);
    await withPg(cluster.url, (client) => client.query(`drop ${kind} own.first`));
  }

  const stop = new AbortController();
  const info = (details: object | string): void => {
    if (typeof details === 'object' && 'dropped' in details && Number(details.dropped) > 0) stop.abort();
  };
  const log = { ...quiet.log, info } as typeof quiet.log;
  await expect(undo({ ...quiet, log, signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  const half = await left();
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(tables);

  await undo();
  expect(await left()).toBe(0);
  await withPg(cluster.url, async (client) => {
    const { rows } = await client.query(
      `select nspname::text as name from pg_namespace where nspname in ('own', 'autocore_migration')`,
    );
    expect(rows).toEqual([{ name: 'own' }]);
    expect((await client.query('select from own.kept')).rows).toEqual([]);
  });
});

it('rows that fit are not told: UTF-16 texts and decimals count as PostgreSQL stores them', async () => {
  const columns = (type: string) => Array.from({ length: 600 }, (_, i) => `c${i} ${type}`).join(', ');
  const values = (value: string) => Array.from({ length: 600 }, () => value).join(', ');
  const h = await migrated(`pragma encoding = 'UTF-16le';
    create table decimals (id integer primary key, ${columns('decimal(20, 8)')});
    insert into decimals values (1, ${values('123456.78901234')});
    create table texts (id integer primary key, ${columns('text')});
    insert into texts values (1, ${values("'eleven here'")});`);
  onTestFinished(h.close);
  expectIdentical(h);
  expect(h.exceptions).toEqual([]);
  expect(h.audit.findings.filter((f) => f.code === 'row.tooWide')).toEqual([]);
});

it('what somebody made meanwhile is told alone, without what is ours by then', async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  // Somebody makes a table of a later transaction while the first one is at work.
  await withPg(url, (client) =>
    client.query(`create schema own;
      create function own.too() returns event_trigger language plpgsql as $$ begin
        if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'public.t1') then
          create table public."z 300" (theirs int);
        end if;
      end $$;
      create event trigger too on ddl_command_end when tag in ('CREATE TABLE') execute function own.too()`),
  );
  const folder = tempFolder();
  const source = join(folder, 'muitas.db');
  const db = new Database(source);
  for (let i = 0; i < 300; i++) db.exec(`create table t${i} (id integer primary key)`);
  db.exec('create table "z 300" (id integer primary key)');
  db.close();
  const call = { workspace: join(folder, 'trabalho'), target: url, env: {}, source, schema: null };
  const wishes = { plan: null, profile: 'compatible', extras: false, ifNotEmpty: 'abort' } as const;
  await expect(
    migrate({ ...call, ...wishes, rehearse: false, acceptDefaults: true, language: 'en' }, quiet),
  ).rejects.toMatchObject({ code: 'target.notEmpty', params: { count: 1, examples: '"z 300"' } });
});
