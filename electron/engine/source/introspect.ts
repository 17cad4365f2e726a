import type { Database } from 'better-sqlite3';
import type { SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { resolveParents } from './foreign-keys.ts';
import { isApplications } from './integrity.ts';
import { pragmas, type TableListRow } from './pragmas.ts';
import { quoteName } from './sql.ts';
import { tableOf } from './table.ts';
import { virtualTables } from './virtual.ts';

/**
 * Everything a SQLite file says of itself. Structure comes from pragmas; the text of tables and indexes is read only
 * for what no pragma tells. SQLite's own tables (sqlite_sequence, sqlite_stat…) are left out.
 */
export function introspect(db: Database): SourceSchema {
  const ask = pragmas(db);
  const rows = ask.schema().filter((row) => !isInternal(row.name));
  const kinds = new Map(ask.tables().map((row) => [row.name, row]));
  const sequences = ask.sequences();
  const indexes = rows.filter((row) => row.type === 'index');
  const virtual = virtualTables(db, rows, kinds, ask);
  // The rows of a full-text table that its own module cannot read lie in a table beside it.
  const shadows = new Set(virtual.found.flatMap((v) => (v.rows === 'shadow' ? [v.content] : [])));
  const isOrdinary = (name: string) => kinds.get(name)?.type === 'table' || shadows.has(name);
  const ordinary = rows.filter((row) => row.type === 'table' && isOrdinary(row.name));
  const tables = ordinary.map((row) =>
    tableOf(
      row,
      kinds.get(row.name) as TableListRow,
      indexes.filter((index) => index.tbl_name === row.name),
      sequences,
      ask,
    ),
  );
  tables.push(...virtual.tables);
  resolveParents(tables);
  for (const table of tables) leaveUnreadable(db, table);
  return {
    encoding: db.pragma('encoding', { simple: true }) as string,
    tables,
    views: rows
      .filter((row) => row.type === 'view')
      .map((row) => ({ name: row.name, sql: row.sql ?? '', columns: viewColumns(db, row.name) })),
    triggers: rows
      .filter((row) => row.type === 'trigger')
      .map((row) => ({ name: row.name, table: row.tbl_name, sql: row.sql ?? '' })),
    virtualTables: virtual.found,
  };
}

/** What SQLite calls the columns of a view; null where it names what is not there. */
function viewColumns(db: Database, name: string): string[] | null {
  try {
    return db
      .prepare(`select * from ${quoteName(name)}`)
      .columns()
      .map((column) => column.name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR') return null;
    throw error;
  }
}

/** Generated columns that call what only the application has registered hold nothing that could be read without it. */
function leaveUnreadable(db: Database, table: SourceTable): void {
  const unreadable = table.columns.filter((column) => {
    if (!column.generated || column.generated.stored) return false;
    try {
      db.prepare(`select ${quoteName(column.name)} from ${quoteName(table.name)}`);
      return false;
    } catch (error) {
      if (!isApplications(error)) throw error;
      return true;
    }
  });
  if (unreadable.length === 0) return;
  table.columns = table.columns.filter((column) => !unreadable.includes(column));
  table.unreadable = unreadable.map((c) => ({ name: c.name, sql: c.generated?.expression ?? '' }));
}

/** https://www.sqlite.org/fileformat2.html#intschema: names that begin with sqlite_ belong to SQLite. */
function isInternal(name: string): boolean {
  return /^sqlite_/i.test(name);
}
