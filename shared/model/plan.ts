import type { ConversionName, Profile } from './conversion.ts';
import type { ColumnFit, ValueForm } from './fit.ts';
import type { ColumnProfile } from './profile.ts';

/** The complete, editable description of the target: pure data, the same for the same input, byte for byte. */
export interface Plan {
  format: 1;
  profile: Profile;
  /** False leaves out whatever the source does not have. */
  extras: boolean;
  source: {
    autocore: string | null;
    schemaSha256: string;
    /** What `alembic_version` holds; left out in a plan that nobody asked it for. */
    versions?: string[];
  };
  /** Parents before children where the foreign keys allow it: the loading order. */
  tables: PlanTable[];
  /** Tables of the source that have no place in the target: their rows all go to the exceptions. Only where it adopts. */
  aside?: PlanTable[];
  /** Objects made after tables and data, in this order. */
  extraObjects: PlanObject[];
  /** Views of the source that are understood, each behind those that it reads. Left out in plans of earlier versions. */
  views?: PlanView[];
  /** Triggers of the source that are understood, in the order in which they were made. */
  triggers?: PlanTrigger[];
  /** What has no counterpart in the target, kept as text. */
  leftOut: LeftOut[];
  /** The options that this plan was made with, by finding id: a plan whose `decisions` say otherwise is made anew. */
  chosen?: Record<string, string>;
  /** The decision for every finding, by finding id. */
  decisions: Decision[];
}

/** What a person decided, independent of one source: applied when a plan is built. */
export interface Choices {
  /** PostgreSQL type by `table.column` of the source. */
  types: Record<string, string>;
  /** Option by finding id. */
  decisions: Record<string, string>;
}

/** One decision of a plan. Change `option` in a saved plan to another one of `options`. */
export interface Decision {
  /** Id of the finding. */
  finding: string;
  /** Null: a person has to choose one before this plan can run. */
  option: string | null;
  /** What can be chosen; the first is the default and loses nothing. */
  options: string[];
  /** Who chose: the tool's lossless default or a person. */
  by: 'default' | 'user';
}

export interface LeftOut {
  kind:
    | 'view'
    | 'trigger'
    | 'virtual table'
    | 'check'
    | 'default'
    | 'index'
    | 'generated'
    | 'foreign key'
    | 'unique';
  table: string | null;
  name: string;
  sql: string;
  reason: string;
}

/**
 * A statement of its own (view, function, index). Names are looked up in pg_catalog alone; one of the target's schema
 * has `:schema.` before it.
 */
export interface PlanObject {
  kind: 'view' | 'function' | 'index' | 'statistics';
  /** Name in the target schema. */
  name: string;
  table: string | null;
  sql: string;
}

/** A view of the source. It is made only where its rows are those that SQLite gives. */
export interface PlanView {
  /** Its name in the source. */
  source: string;
  /** Its name in the target schema. */
  name: string;
  /** `create view …`, as the SQL of a `PlanObject`. */
  sql: string;
  /** What SQLite has of it: `CREATE VIEW …`. */
  original: string;
  /** Tables and views that it reads, by their names in the source. */
  reads: string[];
  columns: ViewColumn[];
  /** What its rows depend on besides the rows of the tables, such as the time of asking. */
  unstable: boolean;
}

/** A trigger of the source. It is made only where it did the same as SQLite's in a trial. */
export interface PlanTrigger {
  source: string;
  /** Its table, by its names in source and target. */
  table: string;
  target: string;
  /** Name of the trigger and of its function. */
  name: string;
  when: 'before' | 'after';
  event: 'insert' | 'update' | 'delete';
  /** Target columns of UPDATE OF. */
  columns: string[];
  /** Statements of PL/pgSQL, with `:schema.` before names of the target's schema. */
  body: string;
  /** `CREATE TRIGGER …` */
  original: string;
  /** Tables that it reads or changes, by their names in the source. */
  touches: string[];
  /** Those among them that it changes. */
  writes: string[];
  /** Columns of its own table that it asks for, by their names in the source. */
  asks: string[];
  /** It writes the time. */
  unstable: boolean;
}

/** A column of a view and what its values become on the way: those of a column, or of what is computed. */
export interface ViewColumn {
  source: string;
  target: string;
  conversion: ConversionName;
  fit?: ColumnFit;
  form?: ValueForm;
  declined: string[];
  /**
   * `stored`: a column of a table as it is, with whatever the load repaired in it. `exact`: computed. `reckoned`:
   * computed with REALs, whose last digits depend on the order of reckoning.
   */
  how: 'stored' | 'exact' | 'reckoned';
}

export interface PlanTable {
  source: string;
  target: string;
  columns: PlanColumn[];
  /** How the snapshot is read in bounded batches. */
  read: ReadOrder;
  /** Source columns that name a row on both sides (unique, never NULL, same order); null: rows are compared as a multiset. */
  compareKey: string[] | null;
  /** How many rows SQLite may join into one block; 1 where single values are large. */
  rowsPerBlock: number;
  primaryKey: PlanKey | null;
  uniques: PlanKey[];
  checks: PlanCheck[];
  indexes: PlanIndex[];
  foreignKeys: PlanForeignKey[];
  partitions: PlanPartitions | null;
  /** In place of partitions, where somebody chose it: the table is a hypertable of TimescaleDB. */
  hypertable?: PlanHypertable;
  /** Names of the translated triggers that it has, where they are made. */
  triggers?: string[];
  /** Present where the application made the table: nothing of it is created. */
  adopted?: AdoptedTable;
}

export type ReadOrder =
  | { by: 'rowid'; name: string }
  | { by: 'key'; columns: string[]; collations: string[] };

export interface PlanColumn {
  source: string;
  target: string;
  /** PostgreSQL type as written in DDL, without collation. */
  type: string;
  /** The type that the data asks for; `type` differs where a person chose another one. */
  planned: string;
  conversion: ConversionName;
  /** What the type asks of values beyond its conversion: one that stood in the target already, or a limit that somebody chose. */
  fit?: ColumnFit;
  /** The one spelling that the source uses in this column, undone exactly on the way back. */
  form?: ValueForm;
  /** Causes (codes of exceptions) whose repair was declined: NULL in the target, the original in the exceptions. */
  declined: string[];
  nullable: boolean;
  /** SQL expression in PostgreSQL's grammar, or null. */
  default: string | null;
  /** `identity` columns take ids by themselves; `start` is the next id (decimal string), `sequence` where it has an unusual name. */
  identity: { start: string; sequence?: string } | null;
  /** Stored generated column: expression in PostgreSQL's grammar. It is not loaded. */
  generated: string | null;
  /** What the audit proved; the load leaves out the checks this makes needless. */
  facts: ColumnProfile;
  /** Its type is the one of the column that a foreign key ties it to: `table.column` of the source. */
  tied?: string;
  /** A value that the column cannot hold keeps its row out, though NULL is allowed: it refers to another row. */
  strict?: true;
  /** Never in a plan: a column that the target alone has, on the way back. The snapshot has NULL in every row. */
  absent?: true;
}

export interface PlanKey {
  name: string;
  /** Target column names. */
  columns: string[];
}

export interface PlanCheck {
  name: string;
  /** Expression in PostgreSQL's grammar. */
  expression: string;
  /** Rows that violate it today: it is then created NOT VALID. */
  violations: number;
}

export interface PlanIndex {
  name: string;
  unique: boolean;
  method: 'btree' | 'brin' | 'gin' | 'gist';
  /**
   * Each term as SQL: a quoted column or a parenthesised expression, with opclass, collation and order. A function of
   * the target's schema has `:schema.` before it.
   */
  terms: string[];
  where: string | null;
  /** False for what the source does not have (an extra). */
  fromSource: boolean;
  /** Columns whose values are too long for an entry: their digests (unique) or beginnings stand in the index. */
  shortened?: string[];
  /** Expressions of the source in it that give texts, which may be of any length. */
  open?: string[];
}

export interface PlanForeignKey {
  name: string;
  columns: string[];
  references: string;
  refColumns: string[];
  onUpdate: string;
  onDelete: string;
  deferrable: boolean;
  /** Rows without a parent today: it is then created NOT VALID. */
  orphans: number;
  /** Of a rule that the application made: as PostgreSQL prints it. */
  definition?: string;
}

export interface PlanPartitions {
  /** Target column that ranges run over. */
  column: string;
  /** One partition a month, ascending; `from` is its first day, `YYYY-MM-01`. */
  ranges: { name: string; from: string }[];
  /** Takes everything outside the ranges. */
  defaultName: string;
}

export interface PlanHypertable {
  /** Target column that chunks run over. */
  column: string;
  /** Days of one chunk. */
  days: number;
}

/** What a run does with a table of the application; only in plans that adopt. */
export interface AdoptedTable {
  /**
   * `load`: its rows come in. `setAside`: there is no such table in the target, its rows go to the exceptions.
   * `bookkeeping`: the application's record of its own migrations, which stays as it is.
   */
  use: 'load' | 'setAside' | 'bookkeeping';
  /** Rows that stood there, and what becomes of them: null where there were none. */
  there: { rows: number; policy: 'keep' | 'replace' | 'match' } | null;
  /** Tables of one wave refer to none of their own wave or later ones, but by `late` columns. */
  wave: number;
  /** Target columns that refer to rows of this wave or later ones: empty at first, filled when those are in. */
  late: string[];
  /** Changes of the table that a person chose, exactly as they are made. */
  alters: Alter[];
  /** Triggers that are off within the transactions that bring rows in. */
  silent: { name: string; enabled: string }[];
  sequences: { column: string; name: string }[];
  owned: boolean;
  /** Source columns that name a row on both sides, for what has to find single rows; null where there are none. */
  key: string[] | null;
  /** Columns of the source that have nowhere to go: their values stay with the exceptions. */
  nowhere: PlanColumn[];
}

export interface Alter {
  /** Before rows come in. */
  sql: string;
  /** When all rows are in. */
  atEnd?: string;
  /** Takes it back, when the rows are out again. */
  undo: string;
}
