import type { Node } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { comparable } from '../expression-compare.ts';
import { refuse, type Scope, type Value, value } from '../expression-value.ts';
import { aggregate } from './aggregates.ts';
import type { Environment, Frame, Item, Output } from './types.ts';
import { windowed } from './windows.ts';

/** The scope of an expression inside a SELECT. */
export function scopeOf(environment: Environment, frame: Frame): Scope {
  return {
    columns: new Map(),
    use: 'query',
    unstable: environment.unstable,
    query: {
      column: (name, table) => lookUp(frame, name, table),
      call: (node, called, scope) =>
        node.over ? windowed(node, called, frame, scope) : aggregate(node, called, frame, scope),
      scalar: (query) => scalar(query, environment, frame),
      exists: (query) => value(`exists (${environment.query(query, environment, frame).sql})`, 'boolean'),
      within: (left, query, negated) => within(left, query, negated, environment, frame),
    },
  };
}

/** A name: a column of this SELECT, one of its aliases, or the same of the query around it. */
function lookUp(frame: Frame, name: string, table: string | null): Value | null {
  for (let at: Frame | null = frame; at !== null; at = at.outer) {
    const found = at.items.flatMap((item) => columnsOf(item, name, table).map((o) => valueIn(item, o)));
    if (found.length > 1) return refuse(`the column ${name}, which several tables have`);
    if (found[0]) return found[0];
    const alias = table === null ? at.aliases.get(fold(name)) : undefined;
    if (alias) return alias;
  }
  return null;
}

/** The columns of that name: none or one. */
function columnsOf(item: Item, name: string, table: string | null): Output[] {
  if (table !== null && fold(table) !== item.name) return [];
  if (table === null && item.hidden.has(fold(name))) return [];
  const named = item.relation.outputs.find((o) => fold(o.name) === fold(name));
  return named ? [named] : [];
}

/** A column of a relation as a value. */
export function valueIn(item: Item, output: Output): Value {
  return output.read(`${item.alias}.${quoteIdent(output.target)}`);
}

function scalar(node: Node, environment: Environment, frame: Frame): Value {
  const query = environment.query(node, environment, frame);
  const [only, ...others] = query.outputs;
  if (!only || others.length > 0) return refuse('a subquery of several columns');
  if (!query.single) return refuse('a subquery that may give several rows, of which SQLite takes any');
  // A subquery has the affinity of its column, and no collation.
  return { ...only.read(`(${query.sql})`), collation: null, origin: null };
}

/** Every row is compared as `=` does it: https://www.sqlite.org/lang_expr.html#the_in_and_not_in_operators */
function within(left: Value, node: Node, negated: boolean, environment: Environment, frame: Frame): Value {
  const query = environment.query(node, environment, frame);
  const [only, ...others] = query.outputs;
  if (!only || others.length > 0) return refuse('IN over a subquery of several columns');
  const alias = quoteIdent(environment.names.take('found'));
  const pair = comparable(left, '=', {
    ...only.read(`${alias}.${quoteIdent(only.target)}`),
    collation: null,
    explicit: false,
  });
  if ('result' in pair) return refuse('IN over values of another kind');
  const sql = `${pair.left} ${negated ? 'not in' : 'in'} (select ${pair.right} from (${query.sql}) as ${alias})`;
  return value(`(${sql})`, 'boolean');
}
