import { type CommonTableExpr, cstVisitor, type Node, type WithClause } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { refuse } from '../expression-value.ts';
import type { Environment, Frame, Query, Relation } from './types.ts';

/** WITH, and what its names are for the query behind it: https://www.sqlite.org/lang_with.html */
export function withCommon(
  clause: WithClause,
  environment: Environment,
  outer: Frame | null,
): { inside: Environment; text: string } {
  let inside = environment;
  let recursive = false;
  const tables = clause.tables.items;
  const texts = tables.map((table, place) => {
    const name = fold(identifierName(table.table));
    const alias = quoteIdent(environment.names.take(identifierName(table.table), 'q'));
    const later = tables.slice(place + 1).map((each) => fold(identifierName(each.table)));
    if (later.some((each) => mentions(table.expr.expr as Node, each)))
      return refuse('WITH that reads what stands behind it');
    const isRecursive = mentions(table.expr.expr as Node, name);
    recursive ||= isRecursive;
    const made = isRecursive
      ? recursion(table, name, alias, inside, outer)
      : ordinary(table, alias, inside.query(table.expr.expr as Node, inside, outer));
    inside = { ...inside, common: new Map([...inside.common, [name, made.relation]]) };
    return made.text;
  });
  return { inside, text: `with ${recursive ? 'recursive ' : ''}${texts.join(', ')} ` };
}

interface Made {
  relation: Relation;
  text: string;
}

function ordinary(table: CommonTableExpr, alias: string, query: Query): Made {
  return { relation: relationOf(table, alias, query), text: `${alias} as (${query.sql})` };
}

/** The columns are called as the list behind the name says, or as the query calls them. */
function relationOf({ columns }: CommonTableExpr, sql: string, { outputs }: Query): Relation {
  const names = columns?.expr.items.map(identifierName);
  if (names && names.length !== outputs.length) return refuse('WITH that names another number of columns');
  return {
    sql,
    outputs: outputs.map((o, i) => ({ ...o, name: names?.[i] ?? o.name })),
    rowid: null,
    keys: [],
  };
}

/**
 * The kinds of its columns are those that its first part gives, if the whole agrees with them when it reads itself so.
 * https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-RECURSIVE
 */
function recursion(
  table: CommonTableExpr,
  name: string,
  alias: string,
  environment: Environment,
  outer: Frame | null,
): Made {
  const node = table.expr.expr as Node;
  if (node.type !== 'compound_select_stmt' || mentions(node.left as Node, name))
    return refuse('WITH RECURSIVE that is not one beginning and one step');
  const operator = [node.operator]
    .flat()
    .map((k) => k.name)
    .join(' ');
  if (!/^UNION( ALL)?$/.test(operator)) return refuse(`WITH RECURSIVE over ${operator}`);
  let relation = relationOf(table, alias, environment.query(node.left, environment, outer));
  let shapes = '';
  for (let pass = 0; pass < 3; pass++) {
    const common = new Map([...environment.common, [name, relation]]);
    const query = environment.query(node, { ...environment, common }, outer);
    if (/ limit \d+$/.test(query.sql) || / order by [^()]*$/.test(query.sql))
      return refuse('WITH RECURSIVE with ORDER BY or LIMIT');
    relation = relationOf(table, alias, query);
    if (query.shapes.join() === shapes) return { relation, text: `${alias} as (${query.sql})` };
    shapes = query.shapes.join();
  }
  return refuse('WITH RECURSIVE whose columns change their kind');
}

/** True where a query reads a table of that name. */
function mentions(node: Node, name: string): boolean {
  let found = false;
  const named = (each: Node) => {
    if (each.type === 'identifier' && fold(identifierName(each)) === name) found = true;
    if (each.type === 'alias') named(each.expr as Node);
  };
  cstVisitor({
    from_clause: ({ expr }) => named(expr as Node),
    join_expr: ({ left, right }) => {
      named(left as Node);
      named(right as Node);
    },
  })(node);
  return found;
}
