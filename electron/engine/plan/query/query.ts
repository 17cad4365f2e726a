import type { Node, SelectStmt } from 'sql-parser-cst';
import { quoteIdent } from '../../target/sql.ts';
import { refuse, type Scope } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { Names } from '../names.ts';
import { requireBinary } from './aggregates.ts';
import type { Column } from './columns.ts';
import { limitText } from './limit.ts';
import { orderTerms } from './order.ts';
import { placeInUnion } from './places.ts';
import { scopeOf } from './scope.ts';
import { type Selected, selected } from './select.ts';
import { outputOf, shaped, shapeOf } from './shape.ts';
import { type Environment, type Frame, frameOf, type Query } from './types.ts';
import { withCommon } from './with.ts';

/** One SELECT of a query and how it is put to those before it. */
interface Arm {
  /** Null for the first. */
  operator: string | null;
  select: SelectStmt;
}

/**
 * A query of SQLite in PostgreSQL's grammar, with the same rows: https://www.sqlite.org/lang_select.html. Refuses, with
 * the reason, what is not known to mean the same.
 * @param outer the SELECT in whose expressions it stands
 */
export function queryOf(node: Node, environment: Environment, outer: Frame | null): Query {
  const arms = armsOf(node);
  const first = arms[0]?.select.clauses ?? [];
  const common = first.find((each) => each.type === 'with_clause');
  const { inside, text } = common
    ? withCommon(common, environment, outer)
    : { inside: environment, text: '' };
  const isUnion = arms.length > 1;
  const selects = arms.map(({ select }) => armOf(isUnion ? withoutOrder(select) : select, inside, outer));
  const [leading] = selects as [Selected, ...Selected[]];
  if (selects.some((s) => s.values.length !== leading.values.length))
    return refuse('parts of a UNION with different numbers of columns');
  const values = leading.values.map((_, i) => selects.flatMap((s) => s.values[i] ?? []));
  const shapes = values.map(shapeOf);
  const names = new Names();
  const targets = leading.names.map((name) => names.take(name, 'column'));
  const sql = selects
    .map((s) => s.render(shapes, targets))
    .reduce((left, right, i) => `(${left}) ${arms[i]?.operator} (${right})`);
  if (arms.some(({ operator }) => operator !== null && operator !== 'union all'))
    for (const each of values.flat()) requireBinary(each);
  const behind = isUnion ? afterUnion(arms.at(-1)?.select as SelectStmt, leading) : '';
  return {
    outputs: leading.names.map((name, i) =>
      outputOf(name, targets[i] ?? '', values[i] ?? [], shapes[i] ?? 'text'),
    ),
    shapes,
    values: leading.values,
    sql: `${text}${sql}${behind}`,
    single: !isUnion && leading.single,
  };
}

function armsOf(node: Node): Arm[] {
  if (node.type === 'paren_expr') return armsOf(node.expr as Node);
  if (node.type === 'select_stmt') return [{ operator: null, select: node }];
  if (node.type !== 'compound_select_stmt') return refuse('a query that is no SELECT');
  const operator = [node.operator]
    .flat()
    .map((k) => k.name.toLowerCase())
    .join(' ');
  // All of them bind alike in SQLite, from left to right.
  const [next, ...others] = armsOf(node.right);
  return next ? [...armsOf(node.left), { ...next, operator }, ...others] : refuse('a UNION of nothing');
}

/** What stands behind the last part of a UNION is of the whole. */
function withoutOrder(select: SelectStmt): SelectStmt {
  const clauses = select.clauses.filter(({ type }) => type !== 'order_by_clause' && type !== 'limit_clause');
  return { ...select, clauses };
}

function afterUnion({ clauses }: SelectStmt, { names, values }: Selected): string {
  const columns = names.map((name, i): Column => ({ name, value: values[i] as Column['value'] }));
  const order = clauses.find((each) => each.type === 'order_by_clause');
  const none: Scope = { columns: new Map(), use: 'query', unstable: new Set() };
  const terms = order ? orderTerms(order, none, (term) => placeInUnion(term, columns)) : [];
  const limit = limitText(clauses).sql;
  if (limit !== '' && terms.length === 0) return refuse('LIMIT without an order of its own');
  return `${terms.length > 0 ? ` order by ${terms.join(', ')}` : ''}${limit}`;
}

function armOf(select: SelectStmt, environment: Environment, outer: Frame | null): Selected {
  const values = (select.clauses as Node[]).find((each) => each.type === 'values_clause');
  if (values?.type !== 'values_clause') return selected(select, environment, outer);
  const scope = scopeOf(environment, frameOf([], outer));
  const [row, ...others] = values.values.items;
  if (row?.type !== 'paren_expr' || others.length > 0) return refuse('VALUES of several rows');
  const columns = row.expr.items.map((each) => walk(each as Node, scope));
  return {
    names: columns.map((_, i) => `column${i + 1}`),
    values: columns,
    single: true,
    render: (shapes, targets) =>
      `select ${columns.map((v, i) => `${shaped(v, shapes[i] ?? 'text')} as ${quoteIdent(targets[i] ?? '')}`).join(', ')}`,
  };
}
