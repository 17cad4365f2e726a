import type { FuncCall, Node } from 'sql-parser-cst';
import type { Affinity, ConversionName, PlanColumn, ValueForm } from '../../../shared/model/index.ts';

/** What an expression gives in SQLite, NULL aside. Booleans are SQLite's integers 0 and 1. */
export type Kind =
  | 'boolean'
  | 'integer'
  | 'double'
  /** Numbers that are INTEGER in one row and REAL in another. */
  | 'numeric'
  | 'text'
  | 'timestamp'
  | 'date'
  | 'time'
  | 'bytea'
  /** What text became in the enhanced profile (jsonb, uuid, text[]): only NULL can be asked about. */
  | 'converted'
  /** NULL and nothing else. */
  | 'null';

export type Constant = bigint | number | string;

/** A translated part of an expression, with what SQLite's rules of comparison need to know of it. */
export interface Value {
  /** PostgreSQL: a name, a constant, a call, or something in parentheses; safe beside any operator. */
  sql: string;
  kind: Kind;
  /** https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison */
  affinity: 'TEXT' | 'NUMERIC' | null;
  /** Collation that it brings into a comparison; upper case. */
  collation: string | null;
  /** The collation was given by COLLATE, so it goes before one of a column. */
  explicit: boolean;
  /** Value of a literal: bigint for INTEGER, number for REAL, string for TEXT. */
  constant: Constant | null;
  /** Text that is a whole number in every row, such as a year. */
  digits: boolean;
  /** PostgreSQL expression for SQLite's spelling of a point in time, where that is known. */
  asText: string | null;
  /** PostgreSQL expression for the point in time that a text spells, where that is known. */
  moment: string | null;
  /** PostgreSQL expression for the whole number that a REAL is in every row, where that is known. */
  whole: string | null;
  /** The same for the thousandfold of seconds with decimals. */
  thousandfold: string | null;
  /** PostgreSQL knows by itself that text is compared byte by byte: a column is in it. */
  collated: boolean;
  /** The column that it is, unchanged. */
  origin: Origin | null;
}

/** A column of the target that a value is, with nothing done to it. */
export interface Origin {
  column: PlanColumn;
  /** How the column itself is named; `seen` is what expressions take it for. */
  stored: string;
  seen: string;
  /** The same column under another name, for whoever reads it from a query. */
  read(sql: string): Value;
}

export interface ExpressionColumn {
  source: string;
  target: string;
  conversion: ConversionName;
  /** Default collation, BINARY when left out. */
  collation?: string;
  /** Affinity of the source column; when left out it is taken from the conversion. */
  affinity?: Affinity;
  /** The spelling of its values in the source. */
  form?: ValueForm;
  /** What stands for the column where it cannot be named. */
  inline?: string;
}

/** What is known while one expression is translated. */
export interface Scope {
  columns: Map<string, ExpressionColumn>;
  use: 'check' | 'default' | 'index' | 'where' | 'generated' | 'query';
  /** What only an expression inside a query has. */
  query?: QueryScope;
  /** Functions used whose result depends on more than their arguments; PostgreSQL allows none in an index. */
  unstable: Set<string>;
}

/** What names, aggregates and subqueries mean in the place of a query where an expression stands. */
export interface QueryScope {
  /** The value of a name, with the table that is written before it; null where there is none. */
  column(name: string, table: string | null): Value | null;
  /** An aggregate or window function; null for any other. */
  call(node: FuncCall, called: string, scope: Scope): Value | null;
  /** The one value of a query. */
  scalar(query: Node, scope: Scope): Value;
  exists(query: Node, scope: Scope): Value;
  /** `left in (query)` */
  within(left: Value, query: Node, negated: boolean, scope: Scope): Value;
}

/** Ends a translation with a reason that a person understands. */
export class Untranslatable extends Error {}

export function refuse(reason: string): never {
  throw new Untranslatable(reason);
}

export function value(sql: string, kind: Kind, more: Partial<Value> = {}): Value {
  return {
    sql,
    kind,
    affinity: null,
    collation: null,
    explicit: false,
    constant: null,
    digits: false,
    asText: null,
    moment: null,
    whole: null,
    thousandfold: null,
    collated: false,
    origin: null,
    ...more,
  };
}

export function isNumber(v: Value): boolean {
  return v.kind === 'integer' || v.kind === 'double' || v.kind === 'numeric' || v.kind === 'boolean';
}

export function isTime(v: Value): boolean {
  return v.kind === 'timestamp' || v.kind === 'date' || v.kind === 'time';
}

/** An argument of a function: some functions compare, and under which collation is hard to say. */
export function plain(v: Value): Value {
  if (v.explicit) refuse('COLLATE in the argument of a function');
  return v;
}
