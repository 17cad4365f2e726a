import type { Node, SelectStmt } from 'sql-parser-cst';
import { refuse } from '../expression-value.ts';

/** LIMIT and OFFSET; a negative number of rows is no limit: https://www.sqlite.org/lang_select.html#limitoffset */
export function limitText(clauses: SelectStmt['clauses']): { sql: string; most: number | null } {
  const limit = clauses.find((each) => each.type === 'limit_clause');
  if (!limit) return { sql: '', most: null };
  const count = limit.count ? numberOf(limit.count) : -1;
  const offset = limit.offset ? numberOf(limit.offset) : 0;
  const most = count < 0 ? null : count;
  const sql = `${most === null ? '' : ` limit ${most}`}${offset > 0 ? ` offset ${offset}` : ''}`;
  return { sql, most };
}

function numberOf(node: Node): number {
  if (node.type === 'prefix_op_expr' && node.operator === '-') return -numberOf(node.expr);
  if (node.type !== 'number_literal' || !/^\d{1,15}$/.test(node.text))
    return refuse('LIMIT or OFFSET that is no constant');
  return Number(node.text);
}
