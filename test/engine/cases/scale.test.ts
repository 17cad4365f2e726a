import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { expectIdentical } from '../../helpers/cases.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrated } from '../../helpers/hazard.ts';
import { quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

it('rows that no page can hold are foreseen, with their count', async () => {
  const columns = Array.from({ length: 1100 }, (_, i) => `c${i} integer`);
  const numbers = (n: number) =>
    Array.from({ length: 1100 }, (_, i) => (i < n ? String(i) : 'null')).join(', ');
  const h = await migrated(`create table wide (id integer primary key, ${columns.join(', ')});
    insert into wide values (1, ${numbers(1100)}), (2, ${numbers(1000)}), (3, ${numbers(1015)}), (4, ${numbers(0)});
    create table texts (id integer primary key, ${columns.join(', ').replaceAll('integer', 'text')});
    insert into texts values (1, ${Array.from({ length: 1100 }, () => "'a rather long text that is moved out'").join(', ')});`);
  onTestFinished(h.close);
  const out = h.exceptions.filter((e) => e.action === 'quarantined');
  const told = h.audit.findings.filter((f) => f.code === 'row.tooWide').sort((a, b) => b.count - a.count);
  expect(told.map((f) => [f.table, f.severity, f.decision])).toEqual([
    ['wide', 'blocker', 'quarantine'],
    ['texts', 'blocker', 'quarantine'],
  ]);
  expect(told.reduce((sum, f) => sum + f.count, 0)).toBe(out.length);
  expect(out.length).toBeGreaterThan(1);
  expect(h.account('wide').source).toBe(4);
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

it('more tables than a server can lock at once are made in turns, and undoing says what it needs', async () => {
  const cluster = await startCluster(await serverBinaries(), { max_connections: '20' });
  onTestFinished(() => cluster.stop());
  const folder = tempFolder();
  const source = join(folder, 'muitas.db');
  const db = new Database(source);
  const tables = 1200;
  for (let i = 0; i < tables; i++)
    db.exec(`create table t${i} (id integer primary key, a text); insert into t${i} values (1, 'x')`);
  db.close();
  const call = { workspace: join(folder, 'trabalho'), target: cluster.url, env: {} };
  const wishes = { plan: null, profile: 'compatible', extras: false, ifNotEmpty: 'abort' } as const;
  const state = await migrate(
    { ...call, ...wishes, source, schema: null, rehearse: false, acceptDefaults: true, language: 'en' },
    quiet,
  );
  expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
  expect(state.tables).toHaveLength(tables);
  const undone = operations.rollback({ ...call, run: state.id, confirm: true, only: 'undo' }, quiet);
  await expect(undone).rejects.toMatchObject({ code: 'target.noLocks' });
  await withPg(cluster.url, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_tables where schemaname = 'public'`,
    );
    expect(rows).toEqual([{ n: tables }]);
  });
});
