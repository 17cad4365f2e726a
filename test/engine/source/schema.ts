import Database from 'better-sqlite3';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import type { SourceSchema, SourceTable } from '../../../shared/model/index.ts';

/** Introspects a schema made by these statements in a database of its own in memory. */
export function schemaOf(...statements: string[]): SourceSchema {
  const db = new Database(':memory:');
  try {
    for (const statement of statements) db.exec(statement);
    return introspect(db);
  } finally {
    db.close();
  }
}

/**
 * As an older SQLite, one with other extensions, or a hand wrote it: goes into sqlite_schema as it stands, where this
 * SQLite reads it without having accepted it.
 */
export function legacySchemaOf(...statements: string[]): SourceSchema {
  const db = new Database(':memory:');
  try {
    db.unsafeMode();
    db.pragma('writable_schema = on');
    const insert = db.prepare('insert into sqlite_schema values (?, ?, ?, ?, ?)');
    for (const sql of statements) {
      const [, kind = '', name = ''] = /^create (?:virtual )?(\w+) (\w+)/i.exec(sql) ?? [];
      // A table has a root page of its own; a virtual one has none.
      const root = /^create virtual/i.test(sql) ? 0 : rootPage(db);
      insert.run(kind.toLowerCase(), name, name, root, sql);
    }
    db.pragma('writable_schema = reset');
    return introspect(db);
  } finally {
    db.close();
  }
}

function rootPage(db: Database.Database): number {
  db.exec('create table root_page(a)');
  const page = db
    .prepare("select rootpage from sqlite_schema where name = 'root_page'")
    .pluck()
    .get() as number;
  db.exec("delete from sqlite_schema where name = 'root_page'");
  db.pragma('writable_schema = reset');
  db.pragma('writable_schema = on');
  return page;
}

/** The only, or the named, table of such a schema. */
export function tableOf(sql: string | string[], name?: string): SourceTable {
  const { tables } = schemaOf(...(typeof sql === 'string' ? [sql] : sql));
  const table = name === undefined ? tables[0] : tables.find((each) => each.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
}
