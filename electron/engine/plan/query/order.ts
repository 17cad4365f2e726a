import type { Identifier, Node, OrderByClause, SortSpecification } from 'sql-parser-cst';
import { collate } from '../expression-compare.ts';
import { refuse, type Scope, type Value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';

/** The terms of ORDER BY; `known` finds what a term alone may name before it is read as an expression. */
export function orderTerms(
  { specifications }: OrderByClause,
  scope: Scope,
  known: (term: Node) => string | null = () => null,
): string[] {
  return specifications.items.map((item) => {
    const { expr, descending, nullsLast } = parts(item);
    const sql = known(expr) ?? sortKey(walk(expr, scope));
    return `${sql}${descending ? ' desc' : ''} nulls ${nullsLast ? 'last' : 'first'}`;
  });
}

/** NULL comes before everything else in SQLite: https://www.sqlite.org/lang_select.html#the_order_by_clause */
function parts(item: SortSpecification | Identifier): {
  expr: Node;
  descending: boolean;
  nullsLast: boolean;
} {
  if (item.type === 'identifier') return { expr: item, descending: false, nullsLast: false };
  const descending = item.direction?.type === 'sort_direction_desc';
  const nulls = item.nullHandlingKw?.[1].name;
  return { expr: item.expr, descending, nullsLast: nulls === undefined ? descending : nulls === 'LAST' };
}

/** A value as both sides put it in order. */
export function sortKey(v: Value): string {
  if (v.kind === 'converted') return refuse('a column that is no plain text in the target is put in order');
  if (v.kind !== 'text') return v.sql;
  const seen = collate(v, v.collation);
  return v.collated && seen === v.sql ? seen : `(${seen} collate "C")`;
}
