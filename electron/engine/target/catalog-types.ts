/** What a schema of PostgreSQL really holds: plain data, names exactly as the server has them. */
export interface Catalog {
  schema: string;
  /** Ordinary and partitioned tables, and every partition as a table of its own; by name. */
  tables: CatalogTable[];
  views: CatalogView[];
  functions: CatalogFunction[];
  sequences: CatalogSequence[];
  /** Extended statistics objects. */
  statistics: { name: string; table: string }[];
}

export interface CatalogTable {
  name: string;
  kind: 'ordinary' | 'partitioned';
  /** The partitioned table this one belongs to, with its range as `pg_get_expr` prints it; null otherwise. */
  partitionOf: { table: string; bound: string } | null;
  /** `RANGE ("timestamp")` of a partitioned table. */
  partitionKey: string | null;
  /** Column that the chunks of a hypertable run over; null for every other table. */
  chunkedBy: string | null;
  columns: CatalogColumn[];
  primaryKey: CatalogKey | null;
  uniques: CatalogKey[];
  checks: CatalogCheck[];
  foreignKeys: CatalogForeignKey[];
  /** All indexes, those behind keys included. */
  indexes: CatalogIndex[];
}

export interface CatalogColumn {
  name: string;
  /** As `format_type` prints it: `character varying(36)`. */
  type: string;
  notNull: boolean;
  /** Name of the collation, null for types that have none. `default` is the database's. */
  collation: string | null;
  default: string | null;
  identity: 'always' | 'by default' | null;
  /** Expression of a generated column. */
  generated: string | null;
}

export interface CatalogKey {
  name: string;
  columns: string[];
}

export interface CatalogCheck {
  name: string;
  /** `CHECK (...)` as `pg_get_constraintdef` prints it. */
  definition: string;
  validated: boolean;
}

export interface CatalogForeignKey {
  name: string;
  columns: string[];
  /** Parent table; with its schema before it when that is another one. */
  references: string;
  refColumns: string[];
  /** `no action`, `restrict`, `cascade`, `set null` or `set default`. */
  onUpdate: string;
  onDelete: string;
  deferrable: boolean;
  validated: boolean;
}

export interface CatalogIndex {
  name: string;
  unique: boolean;
  /** Access method: `btree`, `gin`, `brin`… */
  method: string;
  /** One entry per key term: column name, or null for an expression. */
  terms: { column: string | null; desc: boolean }[];
  /** As `pg_get_indexdef` prints it. */
  definition: string;
  predicate: string | null;
  /** False after a failed build, and on a partitioned table while a partition lacks its part. */
  valid: boolean;
}

export interface CatalogView {
  name: string;
  materialized: boolean;
  definition: string;
}

export interface CatalogFunction {
  name: string;
  /** Argument types as `pg_get_function_identity_arguments` prints them. */
  arguments: string;
}

export interface CatalogSequence {
  name: string;
  /** The column it serves (identity or serial), null for one on its own. */
  table: string | null;
  column: string | null;
  /** Last value given out as a decimal string; null before the first, or when rights to read it are missing. */
  lastValue: string | null;
  increment: string;
}
