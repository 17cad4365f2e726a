import { type BinaryExpr, cstVisitor, type Expr, type Node } from 'sql-parser-cst';
import { fold } from '../source/sql.ts';
import { refuse, type Scope } from './expression-value.ts';
import { parseText, readable } from './parse-text.ts';

/** Words that mean something of their own inside an expression, even where a column has that name. */
const operators = new Set(
  (
    'AND OR NOT IS IN BETWEEN LIKE GLOB REGEXP MATCH ESCAPE CASE WHEN THEN ELSE END CAST AS NULL ISNULL NOTNULL ' +
    'COLLATE EXISTS SELECT DISTINCT FROM RAISE TRUE FALSE CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME'
  ).split(' '),
);

/** The syntax tree of one SQLite expression. Refuses what does not parse as exactly one. */
export function parseExpression(sql: string, scope: Scope): Expr {
  // On a line of its own: a comment at the end of the expression must not swallow the parenthesis.
  const columns = readable(sql, (word) => !operators.has(word.value) && scope.columns.has(fold(word.text)));
  const tree = parseText(`select (${columns}\n)`);
  if ('reason' in tree) return refuse(tree.reason);
  const [statement, ...rest] = tree.statements;
  const clause =
    statement?.type === 'select_stmt' && statement.clauses.length === 1 ? statement.clauses[0] : null;
  const items = clause?.type === 'select_clause' ? clause.columns?.items : null;
  const only = items?.length === 1 ? (items[0] as Node) : null;
  if (rest.length > 0 || only?.type !== 'paren_expr') return refuse('it is not one expression');
  return only.expr as Expr;
}

/** The operator of a binary expression in upper case, such as `IS NOT`. */
export function operatorName({ operator }: BinaryExpr): string {
  if (typeof operator === 'string') return operator;
  return [operator]
    .flat()
    .map((keyword) => ('name' in keyword ? keyword.name : ''))
    .join(' ');
}

/**
 * True when COLLATE stands deep inside an operand: from there it reaches out to the comparison that the operand is in
 * (https://www.sqlite.org/datatype3.html#assigning_collating_sequences_from_sql), unlike one around the operand itself.
 */
export function hasInnerCollate(node: Node): boolean {
  if (node.type === 'paren_expr') return hasInnerCollate(node.expr as Node);
  if (node.type === 'cast_expr') return hasInnerCollate(node.args.expr.expr);
  if (node.type === 'prefix_op_expr' && node.operator === '+') return hasInnerCollate(node.expr);
  if (node.type === 'binary_expr' && operatorName(node as BinaryExpr) === 'COLLATE')
    return hasInnerCollate(node.left as Node);
  let found = false;
  cstVisitor({
    binary_expr: (each) => {
      found ||= operatorName(each as BinaryExpr) === 'COLLATE';
    },
  })(node);
  return found;
}

const orders = /^(<|<=|>|>=)$/;
const equalities = /^(=|==|<>|!=|IS.*)$/;

/**
 * The parser takes all comparisons from left to right; in SQLite `<` binds closer than `=`
 * (https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes): `a = b < c` is `a = (b < c)`.
 */
export function regrouped(node: BinaryExpr): BinaryExpr {
  const chain: BinaryExpr[] = [];
  for (let at: Node = node; at.type === 'binary_expr'; at = at.left) {
    const op = operatorName(at as BinaryExpr);
    if (!orders.test(op) && !equalities.test(op)) break;
    chain.unshift(at as BinaryExpr);
  }
  const [first] = chain;
  if (first === undefined) return node;
  const operands: Expr[] = [first.left];
  const outer: BinaryExpr[] = [];
  for (const part of chain) {
    const last = operands.pop() as Expr;
    if (orders.test(operatorName(part))) operands.push({ ...part, left: last });
    else {
      outer.push(part);
      operands.push(last, part.right);
    }
  }
  return outer.reduce(
    (left, part, i) => ({ ...part, left, right: operands[i + 1] as Expr }),
    operands[0] as BinaryExpr,
  );
}
