import type { FrameBound, FrameClause, FuncCall, WindowDefinition } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { unify } from '../expression-convert.ts';
import { plain, refuse, type Scope, type Value, value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { aggregate, argumentsOf, requireBinary } from './aggregates.ts';
import { orderTerms } from './order.ts';
import type { Frame } from './types.ts';

/** https://www.sqlite.org/windowfunctions.html#builtins: those that give a number of their own. */
const numbers: Record<string, 'integer' | 'double'> = {
  row_number: 'integer',
  rank: 'integer',
  dense_rank: 'integer',
  ntile: 'integer',
  percent_rank: 'double',
  cume_dist: 'double',
};

const ofRows = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);

/** A function with OVER. */
export function windowed(node: FuncCall, called: string, frame: Frame, scope: Scope): Value {
  const over = ` over (${definition(node, frame, scope)})`;
  const group = aggregate(node, called, frame, scope);
  if (group) {
    // total() is more than its call.
    if (called === 'total') return refuse('total() with OVER');
    return withOver(group, over);
  }
  const args = argumentsOf(node).map((each) => plain(walk(each, scope)));
  const kind = Object.hasOwn(numbers, called) ? numbers[called] : undefined;
  if (kind) return value(`${called}(${args.map((v) => v.sql).join(', ')})${over}`, kind);
  if (!ofRows.has(called)) return refuse(`the function ${called}() with OVER`);
  return ofRow(called, args, over);
}

function withOver(v: Value, over: string): Value {
  const sql = `${v.sql}${over}`;
  return { ...v, sql, origin: v.origin && { ...v.origin, stored: sql, seen: sql } };
}

/** The value of another row. */
function ofRow(called: string, [v, place, otherwise]: Value[], over: string): Value {
  if (!v) return refuse(`${called}() without arguments`);
  const places = place === undefined ? '' : `, ${place.sql}`;
  if (otherwise !== undefined) {
    const { sql, ...rest } = unify([v, otherwise]);
    return value(`${called}(${sql[0]}${places}, ${sql[1]})${over}`, rest.kind, rest);
  }
  const sql = `${called}(${v.sql}${places})${over}`;
  const keeps = v.origin !== null && v.origin.seen === v.sql && v.origin.stored === v.sql;
  return {
    ...value(sql, v.kind, { collated: v.collated }),
    origin: keeps && v.origin ? { ...v.origin, stored: sql, seen: sql } : null,
  };
}

function definition({ over }: FuncCall, frame: Frame, scope: Scope): string {
  const given = over?.window;
  const window = given?.type === 'identifier' ? frame.windows.get(fold(given.name)) : given?.expr;
  if (!window) return refuse('OVER with a window that is not there');
  return windowSql(window, scope);
}

function windowSql({ baseWindowName, partitionBy, orderBy, frame }: WindowDefinition, scope: Scope): string {
  if (baseWindowName) return refuse('a window made of another one');
  const by = partitionBy?.specifications.items.map((each) => {
    const v = walk(each, scope);
    requireBinary(v);
    return v.sql;
  });
  return [
    ...(by ? [`partition by ${by.join(', ')}`] : []),
    ...(orderBy ? [`order by ${orderTerms(orderBy, scope).join(', ')}`] : []),
    ...(frame ? [frameSql(frame)] : []),
  ].join(' ');
}

function frameSql({ unitKw, extent, exclusion }: FrameClause): string {
  if (exclusion) return refuse('EXCLUDE in a window');
  const unit = unitKw.name.toLowerCase();
  if (extent.type !== 'frame_between') return `${unit} ${boundSql(extent)}`;
  return `${unit} between ${boundSql(extent.begin)} and ${boundSql(extent.end)}`;
}

function boundSql(bound: FrameBound): string {
  if (bound.type === 'frame_bound_current_row') return 'current row';
  const side = bound.type === 'frame_bound_preceding' ? 'preceding' : 'following';
  if (bound.expr.type === 'frame_unbounded') return `unbounded ${side}`;
  if (bound.expr.type !== 'number_literal' || !/^\d+$/.test(bound.expr.text))
    return refuse('a window whose bounds are no whole numbers');
  return `${bound.expr.text} ${side}`;
}
