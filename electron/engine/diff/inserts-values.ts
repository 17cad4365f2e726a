import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { quoteIdent, quoteLiteral } from '../target/sql.ts';
import { isText, normaliseType } from './parity-types.ts';

/**
 * Columns of a new row with the SQL for their values: those of an existing row, with fresh ones where rows must differ.
 * The identity column is left out, so that the server gives the id.
 */
export function valuesFromRow(table: PlanTable): { columns: string[]; values: string[] } {
  const unique = uniqueColumns(table);
  const columns = writable(table);
  return {
    columns: columns.map((c) => c.target),
    values: columns.map((c) => (unique.has(c.target) ? fresh(c) : quoteIdent(c.target))),
  };
}

/**
 * A query for the INSERT that makes a copy of a row, its values spelled out; no row where the table has none. From a
 * query of its own, Citus copies rows in its own way, and a refusal loses its code on the way.
 * @param target qualified. @param which the row: the end of the query
 */
export function spelledCopy(table: PlanTable, target: string, which: string): string {
  const { columns, values } = valuesFromRow(table);
  if (columns.length === 0)
    return `select ${quoteLiteral(`insert into ${target} default values`)} as sql from ${target} ${which}`;
  const spelled = values.map((value) => `quote_nullable((${value})::text)`).join(` || ', ' || `);
  const into = `insert into ${target} (${columns.map(quoteIdent).join(', ')}) values (`;
  return `select ${quoteLiteral(into)} || ${spelled} || ')' as sql from ${target} ${which}`;
}

/** Columns that an empty table's first row cannot do without, with invented values. */
export function inventedValues(table: PlanTable): { columns: string[]; values: string[] } {
  const keyColumns = new Set(table.primaryKey?.columns);
  const needed = writable(table).filter(
    (c) => (!c.nullable || keyColumns.has(c.target)) && c.default === null,
  );
  return { columns: needed.map((c) => c.target), values: needed.map(invented) };
}

function writable(table: PlanTable): PlanColumn[] {
  return table.columns.filter((c) => c.identity === null && c.generated === null);
}

function uniqueColumns(table: PlanTable): Set<string> {
  const keys = [table.primaryKey?.columns ?? [], ...table.uniques.map((u) => u.columns)];
  const indexed = table.indexes
    .filter((i) => i.unique)
    .flatMap((i) => table.columns.map((c) => c.target).filter((name) => mentions(i.terms, name)));
  // A key with the identity column in it is fresh by the id alone.
  const identity = new Set(table.columns.filter((c) => c.identity !== null).map((c) => c.target));
  const others = keys.filter((columns) => !columns.some((name) => identity.has(name)));
  return new Set([...others.flat(), ...indexed]);
}

function mentions(terms: string[], column: string): boolean {
  return terms.some((term) => term.includes(quoteIdent(column)));
}

function fresh(column: PlanColumn): string {
  return column.nullable ? `null::${named(column)}` : invented(column);
}

/** A value of the column's type that hardly any row has. A constraint may still refuse it: see `tryInserts`. */
function invented(column: PlanColumn): string {
  const type = normaliseType(column.type);
  const random = 'md5(random()::text)';
  if (isText(type)) return `${random}::${named(column)}`;
  if (type.endsWith('[]')) return `'{}'::${column.type}`;
  const base = type.replace(/\(.*/, '');
  const value = byType[base];
  return value === undefined ? `null::${column.type}` : `(${value})::${column.type}`;
}

/** The type as our sessions find it; an extension's own takes a text. */
function named({ type }: PlanColumn): string {
  return normaliseType(type) === 'citext' ? 'text' : type;
}

const byType: Record<string, string> = {
  smallint: 'floor(random() * -30000)',
  integer: 'floor(random() * -2000000000)',
  bigint: 'floor(random() * -2000000000)',
  numeric: '0',
  'double precision': 'random()',
  real: 'random()',
  boolean: 'false',
  date: "date '2000-01-01' + floor(random() * 100000)::integer",
  time: "time '00:00' + random() * interval '1 day'",
  timestamp: "timestamp '2000-01-01' + random() * interval '100 years'",
  timestamptz: "timestamptz '2000-01-01Z' + random() * interval '100 years'",
  bytea: "decode(md5(random()::text), 'hex')",
  interval: "random() * interval '1 year'",
  uuid: 'md5(random()::text)::uuid',
  inet: "inet '10.0.0.0' + floor(random() * 16000000)::bigint",
  cidr: "inet '10.0.0.0' + floor(random() * 16000000)::bigint",
  macaddr: 'left(md5(random()::text), 12)::macaddr',
  macaddr8: 'left(md5(random()::text), 16)::macaddr8',
  json: "'{}'",
  jsonb: "'{}'",
};
