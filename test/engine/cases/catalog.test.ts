import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { findPsql, runPsql } from '../../helpers/psql.ts';

const tables = ['pg_class', 'pg_type', 'pg_namespace', 'pg_attribute', 'text', 'date', 'now', 'count'];

/** A file whose tables are called like what every query of PostgreSQL looks up. */
async function write(path: string): Promise<void> {
  await writeSample({ out: path, rows: 2000 });
  const db = new Database(path);
  for (const name of tables)
    db.exec(`create table ${name} (id integer primary key, oid integer, relname text default (upper('a')), d date,
      t text check (length(t) < 9), b boolean default 'f'); insert into ${name} (t, d) values ('x', '2024-01-01');
      create index ${name}_t on ${name} (lower(t))`);
  db.close();
}

it('tables that are called like catalogs are migrated, measured and undone', async () => {
  const folder = tempFolder();
  const source = join(folder, 'catalogo.db');
  await write(source);
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const call = { workspace: join(folder, 'trabalho'), target: url, env: {} };
  const wishes = { plan: null, profile: 'compatible', extras: true, ifNotEmpty: 'abort' } as const;
  const { state } = await operations.migrate(
    { ...call, ...wishes, source, schema: null, rehearse: false, acceptDefaults: true, language: 'en' },
    quiet,
  );
  expect(state.validation).toMatchObject({ status: 'identical' });
  const measured = await operations.benchmark({ ...call, run: state.id, apply: false, seconds: 0.1 }, quiet);
  expect(measured.queries.filter((query) => !query.same)).toEqual([]);
  const { tables: sizes } = await operations.status({ ...call, run: state.id, backups: null }, quiet);
  expect(sizes.map(({ name }) => name)).toEqual(expect.arrayContaining(tables));
  const undone = await operations.rollback({ ...call, run: state.id, confirm: true, only: 'undo' }, quiet);
  expect(undone.dropped).toEqual(expect.arrayContaining(tables.map((name) => `table ${name}`)));
});

it.skipIf(findPsql() === null)(
  'their schema is one that psql makes, whatever its own search path is',
  async () => {
    const folder = tempFolder();
    const source = join(folder, 'catalogo.db');
    await write(source);
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const made = await operations.plan(
      { source, profile: 'compatible', extras: true, set: [], workspace: folder },
      quiet,
    );
    const file = join(folder, 'schema.sql');
    writeFileSync(file, `set search_path = public, pg_catalog;\n${made.sql}`);
    expect(await runPsql(url, file)).toMatchObject({ code: 0 });
    await withPg(url, async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as n from pg_catalog.pg_tables where schemaname = 'public'`,
      );
      expect(rows).toMatchObject([{ n: made.plan.tables.length + partitions(made.plan) }]);
    });
  },
);

function partitions({ tables: planned }: Plan): number {
  return planned.reduce((n, t) => n + (t.partitions ? t.partitions.ranges.length + 1 : 0), 0);
}
