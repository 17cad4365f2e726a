import { textArgument, unbooled, unify } from '../expression-convert.ts';
import { dateText } from '../expression-time.ts';
import { type Kind, refuse, type Value, value } from '../expression-value.ts';
import type { Output, Shape } from './types.ts';

/** PostgreSQL's type for a computed value of each kind. What SQLite computes as true or false is 1 or 0. */
const types: Partial<Record<Kind, string>> = {
  integer: 'bigint',
  double: 'double precision',
  numeric: 'numeric',
  text: 'text collate "C"',
  timestamp: 'timestamp',
  date: 'date',
  time: 'time',
  bytea: 'bytea',
};

/** True where a value is a column of a table with nothing done to it. */
export function isStored({ origin, sql }: Value): boolean {
  return origin !== null && origin.seen === sql;
}

/**
 * What a column of a query is, given the values that the parts of its UNION have there: a column as it stands, or one
 * kind. Refuses where SQLite would give values of several kinds.
 */
export function shapeOf(values: readonly Value[]): Shape {
  const [first] = values;
  const column = first?.origin?.column;
  const same = (v: Value) =>
    isStored(v) &&
    v.origin?.column.type === column?.type &&
    v.origin?.column.conversion === column?.conversion &&
    (values.length === 1 || !v.origin?.column.form);
  if (column && values.every(same)) return 'stored';
  const kind = values.length === 1 ? first?.kind : unify(values.map(unstored)).kind;
  if (kind === undefined || kind === 'converted')
    return refuse('a column that is no plain text in the target is changed');
  const numbers = new Set(values.filter((v) => v.kind !== 'null').map((v) => unbooled(v).kind));
  if (kind === 'numeric' && numbers.size > 1) return refuse('whole numbers in one part, decimals in another');
  return kind === 'boolean' ? 'integer' : kind;
}

function unstored(v: Value): Value {
  return { ...unbooled(v), origin: null };
}

/** A value of a SELECT in the shape that its query wants. */
export function shaped(v: Value, shape: Shape): string {
  if (shape === 'stored') return v.origin?.stored ?? v.sql;
  const type = types[shape] ?? 'text collate "C"';
  if (v.kind === 'null') return cast('null', type);
  if (shape === 'text') return cast(textArgument(v), type);
  // Sums of decimals are decimals, other reckoning is in binary: neither is cut.
  if (shape === 'numeric') return v.sql;
  return cast(unbooled(v).sql, type);
}

function cast(sql: string, type: string): string {
  const [name, collation] = type.split(' collate ');
  return collation === undefined ? `(${sql})::${name}` : `(${sql})::${name} collate ${collation}`;
}

/** A column of a query for whoever reads it. */
export function outputOf(name: string, target: string, values: readonly Value[], shape: Shape): Output {
  const [first] = values;
  if (shape === 'stored' && first?.origin) return { name, target, read: first.origin.read };
  const affinities = new Set(values.map((v) => v.affinity));
  const [affinity = null] = affinities;
  const collation = first?.collation ?? 'BINARY';
  return {
    name,
    target,
    read: (sql) =>
      value(sql, shape === 'null' || shape === 'stored' ? 'text' : shape, {
        affinity: affinities.size === 1 ? affinity : null,
        collation: shape === 'text' ? collation : null,
        collated: shape === 'text',
        digits: values.every((v) => v.digits),
        asText: shape === 'date' ? dateText(sql) : null,
      }),
  };
}
