/** What is known of a SQLite file from its pragmas and its own DDL. Names are exactly as SQLite has them. */

export interface SourceSchema {
  /** SQLite's text encoding: `UTF-8`, `UTF-16le` or `UTF-16be`. */
  encoding: string;
  tables: SourceTable[];
  views: SourceView[];
  triggers: SourceTrigger[];
  /** Virtual tables and what belongs to them: nothing of these is loaded as a table of its own. */
  virtualTables: VirtualTable[];
}

/** An object that is kept as the text SQLite stores for it. */
export interface SourceText {
  name: string;
  sql: string;
}

export interface SourceView extends SourceText {
  /** Names of its columns; null where SQLite itself cannot read it, left out by earlier versions. */
  columns?: string[] | null;
}

export interface SourceTrigger extends SourceText {
  table: string;
}

export interface VirtualTable extends SourceText {
  /** Module name in lower case, such as `fts5` or `rtree`. */
  module: string;
  shadowTables: string[];
  /**
   * Where its rows are: its own, read by its name, and then it is among `tables` as well; in the table `content` that is
   * migrated in its place (`shadow`); in another table or nowhere, so that it holds none (`elsewhere`); or lost, because
   * its module cannot read them and no table is known that holds them (`unreadable`).
   */
  rows: 'own' | 'shadow' | 'elsewhere' | 'unreadable';
  /** The table that holds its content, where there is one. */
  content?: string;
  /** Its columns, by their names in that table. */
  columns?: string[];
  /** Ordinary tables that belong to a module which is not known here. */
  beside?: string[];
}

export interface SourceTable extends SourceText {
  withoutRowid: boolean;
  strict: boolean;
  /** True when the primary key is declared AUTOINCREMENT; `sequence` is then its sqlite_sequence value. */
  autoincrement: boolean;
  /** Highest id ever given out (sqlite_sequence.seq) as a decimal string, or null. */
  sequence: string | null;
  columns: SourceColumn[];
  /** Names in key order; empty when the table has none. */
  primaryKey: string[];
  /** The INTEGER PRIMARY KEY column that is the rowid under another name, or null. */
  rowidAlias: string | null;
  /** An unshadowed spelling of the rowid (`rowid`, `_rowid_` or `oid`); null for WITHOUT ROWID tables. */
  rowidName: string | null;
  uniques: SourceUnique[];
  indexes: SourceIndex[];
  foreignKeys: SourceForeignKey[];
  checks: SourceCheck[];
  /** Why the text of the table could not be read (checks, names and collations are then unknown), or null. */
  unparsed: string | null;
  /** Module of a virtual table that holds rows of its own; an ordinary table has none. */
  virtual?: string;
  /** Generated columns that only the application can compute: not among `columns`. */
  unreadable?: SourceText[];
}

export interface SourceColumn {
  name: string;
  /** Declared type as written, `''` when there is none. */
  type: string;
  affinity: Affinity;
  notNull: boolean;
  /** DEFAULT as SQLite stores it (an SQL expression), or null. */
  default: string | null;
  /** 1-based place in the primary key, 0 outside it. */
  pk: number;
  /** Default collation of the column, upper case: BINARY, NOCASE, RTRIM or a custom one. */
  collation: string;
  /** Expression of a generated column with its kind; null for an ordinary one. */
  generated: { expression: string; stored: boolean } | null;
}

/** https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export type Affinity = 'TEXT' | 'NUMERIC' | 'INTEGER' | 'REAL' | 'BLOB';

/** A UNIQUE constraint of the table (an automatic index), not a CREATE UNIQUE INDEX. */
export interface SourceUnique {
  /** CONSTRAINT name as written, or null. */
  name: string | null;
  columns: string[];
  /** Collation per column, upper case. */
  collations: string[];
}

export interface SourceIndex extends SourceText {
  unique: boolean;
  terms: SourceIndexTerm[];
  /** WHERE of a partial index as written, or null. */
  where: string | null;
  /** Why the text of the index could not be read (its expressions are then unknown), or null. */
  unparsed: string | null;
}

export interface SourceIndexTerm {
  /** Column name, or null for an expression. */
  column: string | null;
  /** Expression as written when `column` is null. */
  expression: string | null;
  desc: boolean;
  collation: string;
}

export interface SourceForeignKey {
  name: string | null;
  columns: string[];
  references: string;
  /** Empty when the parent's primary key is meant. */
  refColumns: string[];
  onUpdate: string;
  onDelete: string;
  deferred: boolean;
}

export interface SourceCheck {
  name: string | null;
  /** Expression between the parentheses, as written. */
  expression: string;
}
