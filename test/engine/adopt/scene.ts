import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { MigrateInput } from '../../../electron/engine/commands/migrate.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, type TestServer, withPg } from '../../helpers/postgres.ts';

export type AdoptScene = Awaited<ReturnType<typeof adoptScene>>;

/** A SQLite file and a database in which its application has made its tables. */
export async function adoptScene(sqlite: string, postgres: string, server: TestServer = 'pg18') {
  const folder = tempFolder();
  const source = join(folder, 'fonte.db');
  change(source, sqlite);
  const { url, drop } = await freshDatabase(server);
  onTestFinished(drop);
  await withPg(url, (client) => client.query(postgres));
  const workspace = join(folder, 'trabalho');
  const migrate = (given: Partial<MigrateInput> = {}) =>
    operations.migrate(
      {
        ...{ workspace, source, target: url, env: {}, schema: null, plan: null, profile: 'compatible' },
        ...{ extras: true, ifNotEmpty: 'adopt', rehearse: false, acceptDefaults: false, language: 'en' },
        ...given,
      },
      quiet,
    );
  const call = (run: string) => ({ workspace, run, target: url, env: {}, language: 'en' as const });
  return {
    ...{ folder, source, workspace, url, migrate },
    change: (sql: string) => change(source, sql),
    query: async (sql: string) => (await withPg(url, (client) => client.query(sql))).rows,
    exceptions: (run: string) =>
      withPg(url, async (client) => {
        const sql = `select source_table as "table", column_name as "column", action, code, record
          from autocore_migration.exception where run = $1 order by source_table, read_key, column_name`;
        return (await client.query(sql, [run])).rows;
      }),
    validate: (run: string) => operations.validate({ ...call(run), level: 'rows' }, quiet),
    sync: (run: string, more = {}) => operations.sync({ ...call(run), ...more }, quiet),
    undo: (run: string, confirm = true) => operations.rollback({ ...call(run), confirm }, quiet),
    call,
  };
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.pragma('foreign_keys = off');
  db.pragma('ignore_check_constraints = on');
  db.exec(sql);
  db.close();
}

/**
 * Everything in a database that is not the journal's, as text: definitions, rows, sequences. What is the same before and
 * after was not touched.
 */
export async function everything(url: string): Promise<string[]> {
  return withPg(url, async (client) => {
    const lines = async (sql: string) =>
      (await client.query({ text: sql, rowMode: 'array' })).rows.map((r) => r.join(' | '));
    const tables =
      await lines(`select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'autocore_migration', 'pg_toast') order by 1`);
    const found = await lines(`
      select 'column', c.oid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        pg_get_expr(d.adbin, d.adrelid)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema', 'autocore_migration', 'pg_toast') order by 2, 3`);
    const rules = await lines(`
      select 'rule', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated from pg_constraint k
      join pg_namespace n on n.oid = k.connamespace
      where k.contype <> 'n' and n.nspname not in ('pg_catalog', 'information_schema', 'autocore_migration') order by 2, 3`);
    const indexes = await lines(`
      select 'index', indexdef from pg_indexes
      where schemaname not in ('pg_catalog', 'information_schema', 'autocore_migration', 'pg_toast') order by 2`);
    const triggers = await lines(`
      select 'trigger', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 2, 3`);
    const sequences = await lines(`
      select 'sequence', schemaname, sequencename, last_value from pg_sequences
      where schemaname not in ('autocore_migration') order by 2, 3`);
    const rows: string[] = [];
    for (const table of tables) {
      for (const row of await lines(`select t::text from ${table} t order by 1`))
        rows.push(`${table}: ${row}`);
    }
    return [...found, ...rules, ...indexes, ...triggers, ...sequences, ...rows];
  });
}
