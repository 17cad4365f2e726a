import { type BinaryExpr, cstVisitor, type Node } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { hasInnerCollate, operatorName } from '../expression-parse.ts';
import type { Frame, Item } from './types.ts';

/** True where a SELECT gives one row at the most: by an aggregate over all rows, or because WHERE names a whole key. */
export function isSingle({
  frame,
  where,
  grouped,
}: {
  frame: Frame;
  where: Node | undefined;
  grouped: boolean;
}): boolean {
  if (frame.aggregated) return !grouped;
  const [item, ...others] = frame.items;
  if (!item) return true;
  return others.length === 0 && where !== undefined && namesKey(where, item);
}

/** True where a condition holds a whole key of a relation to values that none of its rows decides. */
export function namesKey(where: Node, item: Item): boolean {
  const named = new Set(conjuncts(where).flatMap((each) => namedColumn(each, item)));
  return item.relation.keys.some((key) => key.every((column) => named.has(column)));
}

function conjuncts(node: Node): Node[] {
  if (node.type === 'paren_expr') return conjuncts(node.expr as Node);
  if (node.type === 'binary_expr' && operatorName(node as BinaryExpr) === 'AND')
    return [...conjuncts(node.left), ...conjuncts(node.right as Node)];
  return [node];
}

/** The column, in lower case, that a condition holds to one value which no row of the table decides. */
function namedColumn(node: Node, item: Item): string[] {
  if (node.type !== 'binary_expr' || !/^==?$/.test(operatorName(node as BinaryExpr))) return [];
  const [left, right] = [node.left, node.right as Node];
  // Of two texts the left one says how they are compared, unless COLLATE does.
  const isPlain = (column: string) => right.type === 'string_literal' || !isText(column, item);
  const behind = whereOther(right, left, item).filter(isPlain);
  return hasInnerCollate(node) ? [] : [...whereOther(left, right, item), ...behind];
}

function isText(column: string, { relation }: Item): boolean {
  return relation.outputs.find((o) => fold(o.name) === column)?.read('x').kind === 'text';
}

function whereOther(side: Node, other: Node, item: Item): string[] {
  const column = columnOf(side, item);
  return column !== null && !mentions(other, item) ? [column] : [];
}

function columnOf(node: Node, item: Item): string | null {
  if (node.type === 'member_expr') {
    if (node.object.type !== 'identifier' || fold(identifierName(node.object)) !== item.name) return null;
    return columnOf(node.property as Node, item);
  }
  if (node.type !== 'identifier') return null;
  const name = fold(identifierName(node));
  return item.relation.outputs.some((o) => fold(o.name) === name) ? name : null;
}

/** Rather too often: a name that the table has counts, unless another table is named before it. */
function mentions(node: Node, item: Item): boolean {
  if (node.type === 'member_expr' && node.object.type === 'identifier')
    return fold(identifierName(node.object)) === item.name;
  let found = false;
  cstVisitor({
    identifier: (each) => {
      found ||= columnOf(each, item) !== null || fold(identifierName(each)) === item.name;
    },
  })(node);
  return found;
}
