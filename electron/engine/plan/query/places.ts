import type { Node } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { refuse, type Scope, type Value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { requireBinary } from './aggregates.ts';
import type { Column } from './columns.ts';
import { sortKey } from './order.ts';
import { isStored } from './shape.ts';
import type { Frame, Relation } from './types.ts';

/** The terms of GROUP BY: each a place among the columns, a column or alias, an expression. */
export function grouped(terms: Node[], columns: readonly Column[], frame: Frame, scope: Scope): string {
  const values = terms.map((term) => {
    const at = placeIn(term, columns.length);
    return at === null ? walk(term, scope) : (columns[at]?.value as Value);
  });
  // No rows give no group by it in SQLite, and one in PostgreSQL if it is left out.
  if (values.some((v) => v.constant !== null || v.kind === 'null')) return refuse('GROUP BY a constant');
  const sql = values.map((v) => (isStored(v) ? (v.origin?.stored ?? v.sql) : v.sql));
  // What stands beside a whole key of its table is the same in all rows of a group.
  const whole = frame.items.filter(({ alias, relation }) =>
    relation.keys.some((key) => key.every((name) => sql.includes(columnSql(alias, relation, name)))),
  );
  for (const [i, v] of values.entries())
    if (!whole.some(({ alias }) => sql[i]?.startsWith(`${alias}.`))) requireBinary(v);
  return sql.join(', ');
}

function columnSql(alias: string, { outputs }: Relation, name: string): string {
  const output = outputs.find((o) => fold(o.name) === name);
  return `${alias}.${quoteIdent(output?.target ?? '')}`;
}

/** One term of ORDER BY: what a SELECT gives is named by its place, so that it may stand beside DISTINCT. */
export function placeOf(term: Node, columns: readonly Column[], scope: Scope): string {
  const at = placeIn(term, columns.length) ?? namedBy(term, columns);
  if (at !== null) return ordered(columns[at]?.value as Value, at);
  const v = walk(term, scope);
  const same = columns.findIndex(({ value }) => value.sql === v.sql && value.kind === v.kind);
  return same < 0 ? sortKey(v) : ordered(v, same);
}

/** The place that a term of a UNION's ORDER BY names: nothing else may stand there. */
export function placeInUnion(term: Node, columns: readonly Column[]): string {
  const at = placeIn(term, columns.length) ?? namedBy(term, columns);
  if (at === null) return refuse('ORDER BY an expression behind a UNION');
  const { value } = columns[at] as Column;
  requireBinary(value);
  return `${at + 1}`;
}

function ordered(v: Value, at: number): string {
  const key = sortKey(v);
  return v.kind !== 'text' || (v.collation ?? 'BINARY') === 'BINARY' ? `${at + 1}` : key;
}

function placeIn(term: Node, count: number): number | null {
  if (term.type !== 'number_literal' || !/^\d+$/.test(term.text)) return null;
  const place = Number(term.text);
  return place >= 1 && place <= count ? place - 1 : refuse(`the column ${place}, which is not there`);
}

function namedBy(term: Node, columns: readonly Column[]): number | null {
  if (term.type !== 'identifier') return null;
  const name = fold(identifierName(term));
  const at = columns.findIndex((column) => fold(column.name) === name);
  return at < 0 ? null : at;
}
