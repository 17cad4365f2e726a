import type { Database } from 'better-sqlite3';

/** Rows of the pragmas that describe a schema: https://www.sqlite.org/pragma.html */
export interface TableListRow {
  name: string;
  type: 'table' | 'view' | 'shadow' | 'virtual';
  wr: number;
  strict: number;
}

export interface TableXinfoRow {
  cid: number;
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
  /** 2 for a virtual generated column, 3 for a stored one. */
  hidden: number;
}

export interface IndexListRow {
  name: string;
  unique: number;
  /** c: CREATE INDEX, u: UNIQUE constraint, pk: PRIMARY KEY. */
  origin: 'c' | 'u' | 'pk';
  partial: number;
}

export interface IndexXinfoRow {
  /** -1 for the rowid, -2 for an expression. */
  cid: number;
  name: string | null;
  desc: number;
  coll: string;
}

export interface ForeignKeyRow {
  id: number;
  table: string;
  from: string;
  to: string | null;
  on_update: string;
  on_delete: string;
}

export interface SchemaRow {
  type: string;
  name: string;
  tbl_name: string;
  sql: string | null;
}

/** The questions that introspection asks, each prepared once. */
export interface Pragmas {
  schema(): SchemaRow[];
  tables(): TableListRow[];
  columns(table: string): TableXinfoRow[];
  indexes(table: string): IndexListRow[];
  indexColumns(index: string): IndexXinfoRow[];
  foreignKeys(table: string): ForeignKeyRow[];
  /** sqlite_sequence by table name, as decimal strings; empty where nothing is AUTOINCREMENT. */
  sequences(): Map<string, string>;
}

export function pragmas(db: Database): Pragmas {
  const columns = db.prepare<[string], TableXinfoRow>('select * from pragma_table_xinfo(?) order by cid');
  const indexes = db.prepare<[string], IndexListRow>('select * from pragma_index_list(?)');
  const indexColumns = db.prepare<[string], IndexXinfoRow>(
    'select * from pragma_index_xinfo(?) where key = 1 order by seqno',
  );
  const foreignKeys = db.prepare<[string], ForeignKeyRow>(
    'select * from pragma_foreign_key_list(?) order by id desc, seq',
  );
  const schema = db.prepare<[], SchemaRow>(
    'select type, name, tbl_name, sql from sqlite_schema order by rowid',
  );
  const tables = db.prepare<[], TableListRow>("select * from pragma_table_list where schema = 'main'");
  return {
    schema: () => schema.all(),
    tables: () => tables.all(),
    columns: (table) => columns.all(table),
    indexes: (table) => indexes.all(table),
    indexColumns: (index) => indexColumns.all(index),
    // The newest key comes first in the pragma; sorted, they stand as in the text of the table.
    foreignKeys: (table) => foreignKeys.all(table),
    sequences: () => sequences(db),
  };
}

function sequences(db: Database): Map<string, string> {
  const there = db.prepare("select 1 from sqlite_schema where name = 'sqlite_sequence'").get();
  if (!there) return new Map();
  const rows = db
    .prepare<[], { name: string; seq: string }>(
      "select name, cast(max(seq) as text) as seq from sqlite_sequence where typeof(seq) = 'integer' and typeof(name) = 'text' group by name",
    )
    .all();
  return new Map(rows.map((row) => [row.name, row.seq]));
}
