import type { Database } from 'better-sqlite3';
import type { SourceSchema, SourceTable, VirtualTable } from '../../../shared/model/index.ts';
import { UnreadableSql } from './cursor.ts';
import { readModule } from './ddl-index.ts';
import { resolveParents } from './foreign-keys.ts';
import { isApplications } from './integrity.ts';
import { pragmas, type SchemaRow, type TableListRow } from './pragmas.ts';
import { fold, quoteName } from './sql.ts';
import { tableOf } from './table.ts';

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
  const ordinary = rows.filter((row) => row.type === 'table' && kinds.get(row.name)?.type === 'table');
  const tables = ordinary.map((row) =>
    tableOf(
      row,
      kinds.get(row.name) as TableListRow,
      indexes.filter((index) => index.tbl_name === row.name),
      sequences,
      ask,
    ),
  );
  resolveParents(tables);
  for (const table of tables) leaveUnreadable(db, table);
  return {
    encoding: db.pragma('encoding', { simple: true }) as string,
    tables,
    views: rows.filter((row) => row.type === 'view').map((row) => ({ name: row.name, sql: row.sql ?? '' })),
    triggers: rows
      .filter((row) => row.type === 'trigger')
      .map((row) => ({ name: row.name, table: row.tbl_name, sql: row.sql ?? '' })),
    virtualTables: virtualTables(rows, kinds),
  };
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

function virtualTables(rows: SchemaRow[], kinds: Map<string, TableListRow>): VirtualTable[] {
  const of = (type: TableListRow['type']) => rows.filter((row) => kinds.get(row.name)?.type === type);
  const found = of('virtual').map((row) => ({
    name: row.name,
    sql: row.sql ?? '',
    module: moduleOf(row.sql ?? ''),
    shadowTables: [] as string[],
  }));
  for (const shadow of of('shadow')) {
    const owners = found.filter((table) => belongsTo(shadow.name, table.name));
    owners.sort((a, b) => b.name.length - a.name.length)[0]?.shadowTables.push(shadow.name);
  }
  return found;
}

function belongsTo(shadow: string, table: string): boolean {
  return fold(shadow).startsWith(`${fold(table)}_`);
}

function moduleOf(sql: string): string {
  try {
    return readModule(sql);
  } catch (error) {
    if (error instanceof UnreadableSql) return 'unknown';
    throw error;
  }
}
