import type {
  BetweenExpr,
  BinaryExpr,
  CaseExpr,
  CastExpr,
  Expr,
  FuncCall,
  Node,
  PostfixOpExpr,
  PrefixOpExpr,
} from 'sql-parser-cst';
import { show } from 'sql-parser-cst';
import { fold } from '../source/sql.ts';
import { unquote } from '../source/tokens.ts';
import { columnValue, identifierName } from './expression-columns.ts';
import { compare, compareIn, compareIs } from './expression-compare.ts';
import type { Comparison } from './expression-compare-time.ts';
import { toCondition, unify } from './expression-convert.ts';
import { callFunction } from './expression-functions.ts';
import {
  blobLiteral,
  booleanConstant,
  nullConstant,
  numberLiteral,
  textConstant,
} from './expression-literals.ts';
import {
  arithmetic,
  bitwise,
  cast,
  complement,
  concatenate,
  negate,
  withCollation,
} from './expression-operators.ts';
import { hasInnerCollate, operatorName, regrouped } from './expression-parse.ts';
import { glob, like } from './expression-pattern.ts';
import { currentTime, timeFunction } from './expression-time.ts';
import { plain, refuse, type Scope, type Value, value } from './expression-value.ts';

/** Translates a syntax tree, leaf by leaf; whatever is not known here is refused by name. */
export function walk(node: Node, scope: Scope): Value {
  switch (node.type) {
    case 'paren_expr':
      return walk(node.expr as Node, scope);
    case 'identifier':
      return columnValue(node, scope);
    case 'member_expr':
      if (node.property.type !== 'identifier') return refuse('an expression with a dot');
      return columnValue(node.property, scope, tableName(node.object));
    case 'string_literal':
      return textConstant(unquote(node.text));
    case 'number_literal':
      return numberLiteral(node.text);
    case 'blob_literal':
      return blobLiteral(node.text);
    case 'boolean_literal':
      return booleanConstant(node.value);
    case 'null_literal':
      return nullConstant;
    case 'prefix_op_expr':
      return prefix(node, scope);
    case 'postfix_op_expr':
      return postfix(node, scope);
    case 'binary_expr':
      return binary(node as BinaryExpr, scope);
    case 'between_expr':
      return between(node, scope);
    case 'case_expr':
      return caseOf(node, scope);
    case 'cast_expr':
      return castOf(node, scope);
    case 'func_call':
      return call(node, scope);
    case 'list_expr':
      return refuse('a row of several values');
    case 'select_stmt':
    case 'compound_select_stmt':
      return scope.query ? scope.query.scalar(node, scope) : refuse('a subquery');
    default:
      return refuse(`the construct ${node.type.replace(/_(expr|stmt|literal)$/, '').replaceAll('_', ' ')}`);
  }
}

function prefix(node: PrefixOpExpr, scope: Scope): Value {
  const op =
    typeof node.operator === 'string' ? node.operator : 'name' in node.operator ? node.operator.name : '';
  // A sign belongs to its number: -9223372036854775808 is an integer, and its digits alone are not.
  if (op === '-' && node.expr.type === 'number_literal') return numberLiteral(node.expr.text, true);
  if (op === 'EXISTS')
    return scope.query ? scope.query.exists(unwrapped(node.expr), scope) : refuse('a subquery');
  const v = walk(node.expr, scope);
  switch (op) {
    case '-':
      return negate(v);
    case '+':
      // It takes the affinity away and leaves the collation.
      return { ...v, affinity: null };
    case '~':
      return complement(v);
    case 'NOT':
      return value(`(not ${toCondition(v)})`, 'boolean');
    default:
      return refuse(`the operator ${op}`);
  }
}

function postfix(node: PostfixOpExpr, scope: Scope): Value {
  const [op = ''] = [node.operator].flat().map((keyword) => ('name' in keyword ? keyword.name : ''));
  if (op !== 'ISNULL' && op !== 'NOTNULL' && op !== 'NOT') return refuse(`the operator ${op}`);
  return compareIs(walk(node.expr, scope), op === 'ISNULL', nullConstant);
}

const comparisons: Record<string, Comparison> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** An operand of a comparison. */
function operand(node: Node, scope: Scope): Value {
  return hasInnerCollate(node) ? refuse('COLLATE inside an operand') : walk(node, scope);
}

function binary(parsed: BinaryExpr, scope: Scope): Value {
  const node = regrouped(parsed);
  const op = operatorName(node);
  if (op === 'COLLATE') return withCollation(walk(node.left, scope), collationName(node.right));
  if (op === 'IN' || op === 'NOT IN') return inList(node, op === 'NOT IN', scope);
  if (op.startsWith('IS')) return isOf(node.left, op, node.right, scope);
  const comparison = comparisons[op];
  if (comparison) return compare(operand(node.left, scope), comparison, operand(node.right, scope));
  const left = walk(node.left, scope);
  if (/^(NOT )?LIKE$/.test(op)) return negatedIf(op, likeOf(left, node.right, scope));
  const right = walk(node.right, scope);
  switch (op) {
    case 'AND':
    case 'OR':
      return value(`(${toCondition(left)} ${op.toLowerCase()} ${toCondition(right)})`, 'boolean');
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(left, op, right);
    case '&':
    case '|':
    case '<<':
    case '>>':
      // SQLite takes these from left to right, the parser does not.
      if ([node.left, node.right].some((side) => isOtherBitwise(side, op)))
        return refuse('several bit operators without parentheses');
      return bitwise(left, op, right);
    case '||':
      return concatenate(left, right);
    case 'GLOB':
    case 'NOT GLOB':
      return negatedIf(op, glob(left, right));
    default:
      return refuse(`the operator ${op}`);
  }
}

function isOtherBitwise(node: Node, op: string): boolean {
  if (node.type !== 'binary_expr') return false;
  const other = operatorName(node as BinaryExpr);
  return other !== op && /^(&|\||<<|>>)$/.test(other);
}

function negatedIf(op: string, v: Value): Value {
  return op.startsWith('NOT ') ? value(`(not ${v.sql})`, 'boolean') : v;
}

function likeOf(left: Value, right: Expr, scope: Scope): Value {
  if (right.type !== 'binary_expr' || operatorName(right as BinaryExpr) !== 'ESCAPE')
    return like(left, walk(right, scope), null);
  const { left: pattern, right: character } = right as BinaryExpr;
  return like(left, walk(pattern, scope), walk(character, scope));
}

function isOf(left: Expr, op: string, right: Expr, scope: Scope): Value {
  const same = op === 'IS' || op === 'IS NOT DISTINCT FROM';
  const truth = unwrapped(right);
  // Any form of IS before TRUE asks for the truth of a value, not for the number 1.
  if (truth.type === 'boolean_literal')
    return value(`(${toCondition(walk(left, scope))} is ${same ? '' : 'not '}${truth.value})`, 'boolean');
  return compareIs(operand(left, scope), same, operand(right, scope));
}

function unwrapped(node: Node): Node {
  return node.type === 'paren_expr' ? unwrapped(node.expr as Node) : node;
}

function inList(node: BinaryExpr, negated: boolean, scope: Scope): Value {
  const list = node.right.type === 'paren_expr' ? (node.right.expr as Node) : node.right;
  if (scope.query && isQuery(unwrapped(list)))
    return scope.query.within(operand(node.left, scope), unwrapped(list), negated, scope);
  if (list.type !== 'list_expr') return refuse('IN over a query or a table');
  const items = (list.items as Node[]).map((item) => operand(item, scope));
  return compareIn(operand(node.left, scope), items, negated);
}

/** True for a SELECT, with UNION or without. */
export function isQuery({ type }: Node): boolean {
  return type === 'select_stmt' || type === 'compound_select_stmt';
}

function between(node: BetweenExpr, scope: Scope): Value {
  const [low, high, v] = [node.begin, node.end, node.left].map((each) => operand(each, scope)) as [
    Value,
    Value,
    Value,
  ];
  const within = `(${compare(v, '>=', low).sql} and ${compare(v, '<=', high).sql})`;
  return value(Array.isArray(node.betweenKw) ? `(not ${within})` : within, 'boolean');
}

function caseOf(node: CaseExpr, scope: Scope): Value {
  const subject = node.expr === undefined ? null : operand(node.expr, scope);
  const conditions: string[] = [];
  const results: Value[] = [];
  for (const clause of node.clauses) {
    results.push(walk(clause.result, scope));
    if (clause.type === 'case_else') continue;
    conditions.push(
      subject === null
        ? toCondition(walk(clause.condition, scope))
        : compare(subject, '=', operand(clause.condition, scope)).sql,
    );
  }
  const { sql, ...rest } = unify(results);
  const whens = conditions.map((condition, i) => `when ${condition} then ${sql[i]}`).join(' ');
  const otherwise = sql.length > conditions.length ? ` else ${sql.at(-1)}` : '';
  return value(`(case ${whens}${otherwise} end)`, rest.kind, rest);
}

function castOf(node: CastExpr, scope: Scope): Value {
  const { expr, dataType } = node.args.expr;
  return cast(walk(expr, scope), show(dataType));
}

function call(node: FuncCall, scope: Scope): Value {
  const called = node.name.type === 'identifier' ? fold(node.name.name) : 'of that name';
  const inQuery = scope.query?.call(node, called, scope);
  if (inQuery) return inQuery;
  if (node.filter || node.over || node.args?.expr.distinctKw) return refuse('an aggregate');
  if (!node.args) return currentTime(called, scope);
  const args = node.args.expr.args.items.map((each) => walk(each as Node, scope));
  return callFunction(called, args, scope) ?? timeFunction(called, args.map(plain), scope);
}

/** The name before a dot; of two dots the one in the middle. */
function tableName(node: Expr): string | null {
  if (node.type === 'member_expr') return tableName(node.property as Expr);
  return node.type === 'identifier' ? identifierName(node) : refuse('an expression with a dot');
}

function collationName(node: Expr): string {
  return node.type === 'identifier' ? node.name : refuse('COLLATE without a name');
}
