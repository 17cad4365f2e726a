import type { BinaryExpr, Node } from 'sql-parser-cst';
import { fold } from '../source/sql.ts';
import { operatorName, parseExpression } from './expression-parse.ts';
import { Untranslatable } from './expression-value.ts';

/** Numbers that a rule leaves a column, both ends included. */
export interface Range {
  min: number;
  max: number;
}

const everything: Range = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
/** NULL alone passes. */
const nothing: Range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };

/**
 * The numbers that a CHECK leaves a column, as far as it compares the column with constants: a comparison, BETWEEN, IN,
 * and these joined by AND and OR. What is not understood leaves everything.
 */
export function checkedRange(check: string, column: string, columns: readonly string[]): Range {
  if (!fold(check).includes(fold(column))) return everything;
  const names = new Map(
    columns.map((name) => [fold(name), { source: name, target: name, conversion: 'integer' as const }]),
  );
  try {
    const tree = parseExpression(check, { columns: names, use: 'check', unstable: new Set() });
    return rangeOf(tree, fold(column));
  } catch (error) {
    if (error instanceof Untranslatable) return everything;
    throw error;
  }
}

export function intersection(a: Range, b: Range): Range {
  return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
}

function union(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function rangeOf(node: Node, column: string): Range {
  switch (node.type) {
    case 'paren_expr':
      return rangeOf(node.expr as Node, column);
    case 'between_expr': {
      const [min, max] = [constant(node.begin), constant(node.end)];
      const isPlain = !Array.isArray(node.betweenKw) && isColumn(node.left, column);
      return isPlain && min !== null && max !== null ? { min, max } : everything;
    }
    case 'postfix_op_expr': {
      const [word] = [node.operator].flat();
      return word && 'name' in word && word.name === 'ISNULL' && isColumn(node.expr, column)
        ? nothing
        : everything;
    }
    case 'binary_expr':
      return binaryRange(node as BinaryExpr, column);
    default:
      return everything;
  }
}

function binaryRange(node: BinaryExpr, column: string): Range {
  const op = operatorName(node);
  if (op === 'AND') return intersection(rangeOf(node.left, column), rangeOf(node.right, column));
  if (op === 'OR') return union(rangeOf(node.left, column), rangeOf(node.right, column));
  if (op === 'IN') return isColumn(node.left, column) ? listRange(node.right) : everything;
  if (isColumn(node.left, column)) {
    if (op === 'IS' && node.right.type === 'null_literal') return nothing;
    return compared(op, constant(node.right));
  }
  return isColumn(node.right, column) ? compared(mirrored[op] ?? op, constant(node.left)) : everything;
}

const mirrored: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function compared(op: string, value: number | null): Range {
  if (value === null) return everything;
  if (/^(=|==|IS)$/.test(op)) return { min: value, max: value };
  if (op === '<' || op === '<=') return { ...everything, max: value };
  if (op === '>' || op === '>=') return { ...everything, min: value };
  return everything;
}

function listRange(node: Node): Range {
  if (node.type !== 'paren_expr') return everything;
  const inner = node.expr as Node;
  const items: Node[] = inner.type === 'list_expr' ? inner.items : [inner];
  const values = items.filter((item) => item.type !== 'null_literal').map(constant);
  if (values.some((value) => value === null)) return everything;
  return (values as number[]).reduce((range, value) => union(range, { min: value, max: value }), nothing);
}

function constant(node: Node): number | null {
  if (node.type === 'paren_expr') return constant(node.expr as Node);
  if (node.type === 'number_literal') return Number(node.text);
  const sign = node.type === 'prefix_op_expr' ? node.operator : '';
  if (node.type !== 'prefix_op_expr' || (sign !== '-' && sign !== '+')) return null;
  const value = constant(node.expr);
  return value !== null && sign === '-' ? -value : value;
}

function isColumn(node: Node, column: string): boolean {
  if (node.type === 'paren_expr') return isColumn(node.expr as Node, column);
  const named = node.type === 'member_expr' ? node.property : node;
  return named.type === 'identifier' && fold(named.name) === column;
}
