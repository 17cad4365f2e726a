import type { Node, WindowDefinition } from 'sql-parser-cst';
import type { Kind, Value } from '../expression-value.ts';
import type { Names } from '../names.ts';

/** A column of what a query reads or gives. */
export interface Output {
  /** As SQLite's queries call it. */
  name: string;
  /** As it is called in the target. */
  target: string;
  /** Its value where it is read as `sql`. */
  read(sql: string): Value;
}

/** Something that stands after FROM: a table, a view, a query. */
export interface Relation {
  /** As PostgreSQL names it; `:schema.` where it is of the target's schema. */
  sql: string;
  outputs: Output[];
  /** The column that is the rowid, by its name. */
  rowid: string | null;
  /** Columns that are unique together, by their names in lower case. */
  keys: string[][];
}

/** How one column of a query is made: a table's column as it is, or a value of one kind. */
export type Shape = 'stored' | Kind;

/** One SELECT of a query, before the parts of a UNION have agreed on the kinds of their columns. */
export interface Leaf {
  names: string[];
  values: Value[];
  render(shapes: readonly Shape[], targets: readonly string[]): string;
}

/** A query that is understood. */
export interface Query {
  outputs: Output[];
  shapes: Shape[];
  values: Value[];
  sql: string;
  /** True where it can give one row at the most. */
  single: boolean;
}

/** A relation under the name that the query gives it. */
export interface Item {
  /** In lower case. */
  name: string;
  alias: string;
  relation: Relation;
  /** Names in lower case that USING has put together with a column further left. */
  hidden: Set<string>;
}

/** What one SELECT knows: its relations, its aliases, its windows, and the query that it stands in. */
export interface Frame {
  items: Item[];
  aliases: Map<string, Value>;
  windows: Map<string, WindowDefinition>;
  outer: Frame | null;
  /** An aggregate without a window was met. */
  aggregated: boolean;
}

/** A frame in which nothing was met yet. */
export function frameOf(items: Item[], outer: Frame | null): Frame {
  return { items, aliases: new Map(), windows: new Map(), outer, aggregated: false };
}

/** What all parts of one query share. */
export interface Environment {
  /** A table or view by its name; null where there is none. Refuses what has no counterpart. */
  relation(name: string): Relation | null;
  /** WITH, by names in lower case. */
  common: ReadonlyMap<string, Relation>;
  /** Names of everything that the query calls something: no two are alike. */
  names: Names;
  /** What depends on more than the rows: see `Scope`. */
  unstable: Set<string>;
  /** A query inside this one: `queryOf`, which the parts cannot import. */
  query(node: Node, environment: Environment, outer: Frame | null): Query;
}
