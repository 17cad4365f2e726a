import type { Expr, FromClause, JoinExpr, Node } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { compare } from '../expression-compare.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse } from '../expression-value.ts';
import { isQuery, walk } from '../expression-walk.ts';
import { scopeOf, valueIn } from './scope.ts';
import type { Environment, Frame, Item, Output, Relation } from './types.ts';

/** FROM, with what it names put into the frame. */
export function fromSql(clause: FromClause, environment: Environment, frame: Frame): string {
  return ` from ${tableSql(clause.expr, environment, frame)}`;
}

function tableSql(node: Node, environment: Environment, frame: Frame): string {
  switch (node.type) {
    case 'identifier':
    case 'member_expr':
      return named(node, tableName(node), environment, frame);
    case 'alias': {
      const inner = unindexed(node.expr as Node);
      const alias = aliasName(node.alias as Node);
      if (inner.type === 'identifier' || inner.type === 'member_expr')
        return named(inner, alias, environment, frame);
      return inner.type === 'paren_expr' && isQuery(inner.expr as Node)
        ? derived(inner.expr as Node, alias, environment, frame)
        : refuse('a join or a function under an alias');
    }
    case 'indexed_table':
    case 'not_indexed_table':
      return tableSql(node.table, environment, frame);
    case 'paren_expr': {
      const inner = node.expr as Node;
      return isQuery(inner)
        ? derived(inner, null, environment, frame)
        : `(${tableSql(inner, environment, frame)})`;
    }
    case 'join_expr':
      return joined(node, environment, frame);
    case 'func_call':
      return refuse('a table that a function makes');
    default:
      return refuse('what stands after FROM');
  }
}

/** Which index SQLite has to take is nothing that the rows depend on. */
function unindexed(node: Node): Node {
  return node.type === 'indexed_table' || node.type === 'not_indexed_table' ? (node.table as Node) : node;
}

/** The name of a table, without the database's before it. */
function tableName(node: Node): string {
  if (node.type === 'member_expr') {
    const database = node.object.type === 'identifier' ? fold(identifierName(node.object)) : '';
    return database === 'main' ? tableName(node.property) : refuse(`the database ${database}`);
  }
  return node.type === 'identifier' ? identifierName(node) : refuse('what stands after FROM');
}

function aliasName(node: Node): string {
  return node.type === 'identifier' ? identifierName(node) : refuse('an alias that is no name');
}

function named(node: Node, name: string, environment: Environment, frame: Frame): string {
  const table = tableName(node);
  const common = node.type === 'identifier' ? environment.common.get(fold(table)) : undefined;
  const relation = common ?? environment.relation(table);
  if (!relation) return refuse(`the table ${table}, which is not there`);
  const alias = add(name, relation, environment, frame);
  return `${relation.sql} as ${alias}`;
}

function derived(node: Node, name: string | null, environment: Environment, frame: Frame): string {
  // A query after FROM does not see its neighbours.
  const query = environment.query(node, environment, frame.outer);
  const relation: Relation = { sql: `(${query.sql})`, outputs: query.outputs, rowid: null, keys: [] };
  return `${relation.sql} as ${add(name ?? '', relation, environment, frame)}`;
}

function add(name: string, relation: Relation, environment: Environment, frame: Frame): string {
  const alias = quoteIdent(environment.names.take(name, 'q'));
  frame.items.push({ name: fold(name), alias, relation, hidden: new Set() });
  return alias;
}

/** https://www.sqlite.org/lang_select.html#special_handling_of_cross_join_: the comma is a join like any other. */
function joined(node: JoinExpr, environment: Environment, frame: Frame): string {
  const left = tableSql(node.left, environment, frame);
  const before = [...frame.items];
  const right = tableSql(node.right, environment, frame);
  const added = frame.items.slice(before.length);
  const words = typeof node.operator === 'string' ? [] : [node.operator].flat().map((k) => k.name);
  const side = (['LEFT', 'RIGHT', 'FULL'] as const).find((word) => words.includes(word));
  const condition = conditionOf(node, words.includes('NATURAL'), side, { before, added }, environment, frame);
  if (side) return `${left} ${side.toLowerCase()} join ${right} on ${condition ?? 'true'}`;
  return condition === null ? `${left} cross join ${right}` : `${left} join ${right} on ${condition}`;
}

function conditionOf(
  { specification }: JoinExpr,
  natural: boolean,
  side: string | undefined,
  sides: { before: Item[]; added: Item[] },
  environment: Environment,
  frame: Frame,
): string | null {
  if (specification?.type === 'join_on_specification')
    return toCondition(walk(specification.expr as Expr, scopeOf(environment, frame)));
  const names = natural
    ? visible(sides.added).flatMap(({ output }) =>
        find(sides.before, output.name).length > 0 ? [output.name] : [],
      )
    : (specification?.expr.expr.items ?? []).map(identifierName);
  if (names.length === 0) return null;
  if (side === 'RIGHT' || side === 'FULL') return refuse(`USING in a ${side} JOIN`);
  const conditions = names.map((name) => {
    const [first] = find(sides.before, name);
    const [second] = find(sides.added, name);
    if (!first || !second) return refuse(`the column ${name} of USING, which is not there`);
    second.item.hidden.add(fold(name));
    return compare(valueIn(first.item, first.output), '=', valueIn(second.item, second.output)).sql;
  });
  return conditions.join(' and ');
}

function find(items: readonly Item[], name: string): { item: Item; output: Output }[] {
  return visible(items).filter(({ output }) => fold(output.name) === fold(name));
}

/** The columns that `*` gives, in their order. */
export function visible(items: readonly Item[]): { item: Item; output: Output }[] {
  return items.flatMap((item) =>
    item.relation.outputs.filter((o) => !item.hidden.has(fold(o.name))).map((output) => ({ item, output })),
  );
}
