import type { FuncCall, Node, OrderByClause } from 'sql-parser-cst';
import { quoteIdent } from '../../target/sql.ts';
import { textArgument, toCondition, toNumber, unbooled } from '../expression-convert.ts';
import { plain, refuse, type Scope, type Value, value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { orderTerms } from './order.ts';
import type { Frame } from './types.ts';

/** https://www.sqlite.org/lang_aggfunc.html */
const names = new Set(['count', 'sum', 'total', 'avg', 'min', 'max', 'group_concat', 'string_agg']);

/** A call of an aggregate, without what stands in OVER; null for any other function. */
export function aggregate(node: FuncCall, called: string, frame: Frame, scope: Scope): Value | null {
  const args = argumentsOf(node);
  if (!names.has(called) || (isExtreme(called) && args.length !== 1)) return null;
  if (!node.over) frame.aggregated = true;
  return aggregated(node, called, frame, scope);
}

/** The call itself, with DISTINCT and FILTER. */
export function aggregated(node: FuncCall, called: string, frame: Frame, scope: Scope): Value {
  const distinct = node.args?.expr.distinctKw ? 'distinct ' : '';
  const filter = node.filter
    ? ` filter (where ${toCondition(walk(node.filter.where.expr.expr, scope))})`
    : '';
  const orderBy = node.args?.expr.orderBy;
  if (orderBy && called !== 'group_concat' && called !== 'string_agg')
    return refuse('ORDER BY inside an aggregate');
  const nodes = argumentsOf(node);
  if (called === 'count' && (nodes.length === 0 || nodes[0]?.type === 'all_columns'))
    return value(`count(*)${filter}`, 'integer');
  const [v, ...others] = nodes.map((each) => plain(walk(each, scope)));
  if (!v) return refuse(`the function ${called}() without arguments`);
  if (distinct !== '') requireBinary(v);
  const made = (name: string, argument: string) => `${name}(${distinct}${argument})${filter}`;
  switch (called) {
    case 'count':
      return value(made('count', v.sql), 'integer');
    case 'sum':
      return sum(v, made);
    case 'total':
      return value(`coalesce(${made('sum', real(v))}, 0)`, 'double');
    case 'avg':
      return value(made('avg', real(v)), 'double');
    case 'min':
    case 'max':
      return extreme(called, v, made);
    default:
      return joined(v, others, orderBy, { frame, scope, distinct, filter });
  }
}

function isExtreme(called: string): boolean {
  return called === 'min' || called === 'max';
}

export function argumentsOf(node: FuncCall): Node[] {
  return (node.args?.expr.args.items ?? []) as Node[];
}

/** Values that are told apart must be told apart alike on both sides. */
export function requireBinary(v: Value): void {
  if (v.kind === 'converted') refuse('a column that is no plain text in the target is told apart');
  if (v.kind === 'text' && (v.collation ?? 'BINARY') !== 'BINARY')
    refuse(`texts are told apart under the collation ${v.collation}`);
}

type Made = (name: string, argument: string) => string;

/** Of whole numbers a whole one; SQLite fails where that leaves 64 bits, and so does what reads it as bigint. */
function sum(v: Value, made: Made): Value {
  const n = toNumber(v);
  if (n.kind === 'null') return value('null::bigint', 'integer');
  // Of texts it is a REAL, whatever numbers they spell.
  if (v.kind === 'text') return value(made('sum', real(v)), 'double');
  return value(made('sum', n.sql), n.kind === 'integer' ? 'integer' : n.kind);
}

function real(v: Value): string {
  const n = toNumber(v);
  return n.kind === 'null' ? 'null::float8' : `${n.sql}::float8`;
}

function extreme(called: string, v: Value, made: Made): Value {
  requireBinary(v);
  const n = unbooled(v);
  const argument = n.kind === 'text' && !n.collated ? `${textArgument(n)} collate "C"` : n.sql;
  const sql = made(called, argument);
  const { origin } = n;
  const keeps = origin !== null && origin.seen === n.sql && origin.stored === n.sql;
  return {
    ...value(sql, n.kind, { collated: n.kind === 'text' }),
    origin: keeps ? { ...origin, stored: sql, seen: sql } : null,
  };
}

interface Around {
  frame: Frame;
  scope: Scope;
  distinct: string;
  filter: string;
}

/**
 * Without ORDER BY the order is nobody's promise (https://www.sqlite.org/lang_aggfunc.html#group_concat), and yet people
 * rely on it: SQLite comes by the rows of one table in the order of their ids. Any other order is not known.
 */
function joined(
  v: Value,
  [separator]: Value[],
  orderBy: OrderByClause | undefined,
  { frame, scope, distinct, filter }: Around,
): Value {
  const by = separator === undefined ? "','" : textArgument(separator);
  const order = orderBy ? orderTerms(orderBy, scope) : byId(frame);
  if (order.length === 0 || distinct !== '') return refuse('group_concat() without an order of its own');
  const sorted = ` order by ${order.join(', ')}`;
  return value(`string_agg(${distinct}${textArgument(v)}, ${by}${sorted})${filter}`, 'text');
}

/** The order of the ids of one table; empty where several are read, or one without. */
export function byId({ items }: Frame): string[] {
  const [only, ...others] = items;
  const rowid = only?.relation.outputs.find((o) => o.name === only.relation.rowid);
  return only && rowid && others.length === 0 ? [`${only.alias}.${quoteIdent(rowid.target)}`] : [];
}
