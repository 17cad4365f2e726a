import type { Database } from 'better-sqlite3';
import type { SourceColumn, SourceTable, VirtualTable } from '../../../shared/model/index.ts';
import { UnreadableSql } from './cursor.ts';
import { readModule } from './ddl-index.ts';
import { errorCode, sourceError } from './failure.ts';
import type { Pragmas, SchemaRow, TableListRow, TableXinfoRow } from './pragmas.ts';
import { fold, quoteName } from './sql.ts';
import { unquote } from './tokens.ts';

const fullText = new Set(['fts3', 'fts4', 'fts5']);
const boxes = new Set(['rtree', 'rtree_i32', 'geopoly']);
/** Columns that a full-text table answers to beside its own: https://www.sqlite.org/fts5.html, fts3.html */
const answers = new Set(['rank', 'docid', '__langid']);

/**
 * The virtual tables of a file, and those among them that hold rows of their own, as tables: full-text tables with their
 * content and R-trees are read by name through their module. What holds its content elsewhere holds no row, and what no
 * module here can read has its rows in ordinary tables of the file.
 */
export function virtualTables(
  db: Database,
  rows: readonly SchemaRow[],
  kinds: ReadonlyMap<string, TableListRow>,
  ask: Pragmas,
): { found: VirtualTable[]; tables: SourceTable[] } {
  const of = (type: TableListRow['type']) => rows.filter((row) => kinds.get(row.name)?.type === type);
  const shadows = of('shadow').map((row) => row.name);
  const ordinary = of('table').map((row) => row.name);
  // Of two tables whose names begin alike the longer one owns what goes on from it.
  const byLength = of('virtual').sort((a, b) => b.name.length - a.name.length);
  const owned = new Map<string, string[]>();
  for (const shadow of [...shadows, ...ordinary]) {
    const owner = byLength.find((row) => fold(shadow).startsWith(`${fold(row.name)}_`));
    if (owner) owned.set(owner.name, [...(owned.get(owner.name) ?? []), shadow]);
  }
  const tables: SourceTable[] = [];
  const ownNames = (name: string) => ask.columns(name).flatMap((c) => (c.hidden === 0 ? [c.name] : []));
  const found = of('virtual').map((row): VirtualTable => {
    const { module, args } = declared(row.sql ?? '');
    const around = owned.get(row.name) ?? [];
    const base = { name: row.name, sql: row.sql ?? '', module };
    const shadowTables = around.filter((name) => shadows.includes(name));
    const content = fullText.has(module) ? optionOf(args, 'content') : undefined;
    if (content !== undefined && optionOf(args, 'contentless_unindexed') !== '1')
      return {
        ...base,
        shadowTables,
        rows: 'elsewhere',
        ...(content === '' ? {} : { content, columns: ownNames(row.name) }),
      };
    if (!fullText.has(module) && !boxes.has(module))
      return { ...base, shadowTables, rows: 'elsewhere', beside: around };
    if (isReadable(db, row.name)) {
      tables.push(asTable(row, module, ask.columns(row.name)));
      return { ...base, shadowTables, rows: 'own' };
    }
    // A tokenizer or a function of the application: its rows lie in a table of a documented shape beside it.
    const plain = shadowTables.find((name) => fold(name) === `${fold(row.name)}_content`);
    return plain === undefined
      ? { ...base, shadowTables, rows: 'unreadable' }
      : { ...base, shadowTables, rows: 'shadow', content: plain };
  });
  return { found, tables };
}

/** Module and arguments of a CREATE VIRTUAL TABLE. */
function declared(sql: string): { module: string; args: string[] } {
  try {
    return readModule(sql);
  } catch (error) {
    if (error instanceof UnreadableSql) return { module: 'unknown', args: [] };
    throw error;
  }
}

/** The value of `name=value` among the arguments, without its quotes; undefined where it is not there. */
function optionOf(args: readonly string[], name: string): string | undefined {
  for (const arg of args) {
    const [, key = '', value = ''] = /^\s*(\w+)\s*=\s*([\s\S]*?)\s*$/.exec(arg) ?? [];
    if (fold(key) === name) return /^['"`[]/.test(value) ? unquote(value) : value;
  }
  return undefined;
}

function isReadable(db: Database, name: string): boolean {
  try {
    db.prepare(`select * from ${quoteName(name)} limit 1`).all();
    return true;
  } catch (error) {
    // A file that is damaged or in use is another matter; whatever else keeps a module from its rows (a tokenizer or a
    // function of the application, a module that is not here) is decided by what lies beside the table.
    const told = sourceError(error, db.name);
    if (told !== error || errorCode(error) === '') throw told;
    return false;
  }
}

function asTable(row: SchemaRow, module: string, infos: readonly TableXinfoRow[]): SourceTable {
  const own = infos.filter((info) => {
    if (info.hidden === 0) return true;
    return info.hidden === 1 && !answers.has(fold(info.name)) && fold(info.name) !== fold(row.name);
  });
  const [first] = own;
  const hasId = module.startsWith('rtree') && first !== undefined;
  const id = hasId ? first.name : freeName(own.map((info) => info.name));
  const columns = own.filter((info) => !hasId || info !== first).map((info) => columnOf(info, module));
  return {
    ...{ name: row.name, sql: row.sql ?? '', withoutRowid: false, strict: false },
    ...{ autoincrement: false, sequence: null, virtual: module },
    columns: [{ ...plain(id, 'INTEGER', 'INTEGER'), pk: 1 }, ...columns],
    ...{ primaryKey: [id], rowidAlias: id, rowidName: 'rowid' },
    ...{ uniques: [], indexes: [], foreignKeys: [], checks: [], unparsed: null },
  };
}

function columnOf({ name, type }: TableXinfoRow, module: string): SourceColumn {
  // Full-text tables keep every value as it is, and what is searched in are words.
  if (fullText.has(module)) return plain(name, 'TEXT', 'BLOB');
  // The coordinates of an R-tree are floats of 32 bits: https://www.sqlite.org/rtree.html#roundoff_error
  if (module === 'rtree' && type === 'REAL') return plain(name, singleType, 'REAL');
  if (module === 'rtree_i32' && type === 'INT') return plain(name, 'INT', 'INTEGER');
  return plain(name, type, 'BLOB');
}

/** The declared type of numbers with 32 bits, which no ordinary table has. */
export const singleType = 'RTREE REAL';

function plain(name: string, type: string, affinity: SourceColumn['affinity']): SourceColumn {
  return { name, type, affinity, notNull: false, default: null, pk: 0, collation: 'BINARY', generated: null };
}

function freeName(taken: readonly string[]): string {
  const names = new Set(taken.map(fold));
  return ['rowid', '_rowid_', 'oid'].find((name) => !names.has(name)) ?? 'rowid';
}
