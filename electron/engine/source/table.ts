import type { SourceColumn, SourceTable, SourceUnique } from '../../../shared/model/index.ts';
import { affinityOf } from './affinity.ts';
import { UnreadableSql } from './cursor.ts';
import { readCreateTable, type TableDdl } from './ddl.ts';
import { foreignKeysOf } from './foreign-keys.ts';
import { indexOf } from './indexes.ts';
import type { IndexListRow, Pragmas, SchemaRow, TableListRow, TableXinfoRow } from './pragmas.ts';
import { fold } from './sql.ts';

const noDdl: TableDdl = { columns: [], checks: [], uniques: [], foreignKeys: [], autoincrement: false };

/** One ordinary table, from its pragmas and its text. */
export function tableOf(
  row: SchemaRow,
  kind: TableListRow,
  indexRows: SchemaRow[],
  sequences: Map<string, string>,
  ask: Pragmas,
): SourceTable {
  const infos = ask.columns(row.name);
  const keys = ask.foreignKeys(row.name);
  const { ddl, unparsed } = read(row.sql ?? '', infos, new Set(keys.map((key) => key.id)).size);
  const list = ask.indexes(row.name);
  const columns = infos.map((info, i) => columnOf(info, kind.strict === 1, ddl.columns[i]));
  const primaryKey = columns
    .filter((c) => c.pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((c) => c.name);
  return {
    name: row.name,
    sql: row.sql ?? '',
    withoutRowid: kind.wr === 1,
    strict: kind.strict === 1,
    autoincrement: ddl.autoincrement,
    sequence: sequences.get(row.name) ?? null,
    columns,
    primaryKey,
    rowidAlias: rowidAliasOf(columns, kind.wr === 1, list),
    rowidName: kind.wr === 1 ? null : rowidNameOf(columns),
    uniques: uniquesOf(list, ddl, ask),
    indexes: indexRows.flatMap((index) => {
      const info = list.find((each) => each.name === index.name && each.origin === 'c');
      return info ? [indexOf(index, info, ask.indexColumns(index.name))] : [];
    }),
    foreignKeys: foreignKeysOf(keys, ddl.foreignKeys),
    checks: ddl.checks,
    unparsed,
  };
}

/** Reads the text and holds it against the pragmas: where they disagree the text has not been understood. */
function read(
  sql: string,
  infos: TableXinfoRow[],
  foreignKeys: number,
): { ddl: TableDdl; unparsed: string | null } {
  try {
    const ddl = readCreateTable(sql);
    const same =
      ddl.columns.length === infos.length &&
      ddl.columns.every((c, i) => fold(c.name) === fold(infos[i]?.name ?? ''));
    if (same && ddl.foreignKeys.length === foreignKeys) return { ddl, unparsed: null };
    return { ddl: noDdl, unparsed: 'the text of the table does not match its structure' };
  } catch (error) {
    if (error instanceof UnreadableSql) return { ddl: noDdl, unparsed: error.message };
    throw error;
  }
}

function columnOf(
  info: TableXinfoRow,
  strict: boolean,
  ddl: TableDdl['columns'][number] | undefined,
): SourceColumn {
  const generated = info.hidden === 2 || info.hidden === 3;
  return {
    name: info.name,
    type: info.type,
    affinity: affinityOf(info.type, strict),
    notNull: info.notnull === 1,
    default: generated ? null : info.dflt_value,
    pk: info.pk,
    collation: (ddl?.collation ?? 'BINARY').toUpperCase(),
    generated: generated ? { expression: ddl?.generated ?? '', stored: info.hidden === 3 } : null,
  };
}

/**
 * A single INTEGER PRIMARY KEY is the rowid itself and has no index of its own
 * (https://www.sqlite.org/lang_createtable.html#rowid); `integer primary key desc` is not and has one.
 */
function rowidAliasOf(columns: SourceColumn[], withoutRowid: boolean, list: IndexListRow[]): string | null {
  const [key, ...more] = columns.filter((c) => c.pk > 0);
  if (withoutRowid || !key || more.length > 0 || !/^integer$/i.test(key.type)) return null;
  return list.some((index) => index.origin === 'pk') ? null : key.name;
}

function rowidNameOf(columns: SourceColumn[]): string | null {
  const taken = new Set(columns.map((c) => fold(c.name)));
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
}

function uniquesOf(list: IndexListRow[], ddl: TableDdl, ask: Pragmas): SourceUnique[] {
  const named = [...ddl.uniques];
  return list
    .filter((index) => index.origin === 'u')
    .reverse()
    .map((index) => {
      const terms = ask.indexColumns(index.name);
      const columns = terms.map((term) => term.name ?? '');
      const wanted = fold(columns.join('\n'));
      const at = named.findIndex((unique) => fold(unique.columns.join('\n')) === wanted);
      const name = at < 0 ? null : (named.splice(at, 1)[0]?.name ?? null);
      return { name, columns, collations: terms.map((term) => term.coll.toUpperCase()) };
    });
}
