import type { Node, SelectStmt } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { byId, requireBinary } from './aggregates.ts';
import { clauseName } from './clause.ts';
import { columnsOf } from './columns.ts';
import { fromSql } from './from.ts';
import { limitText } from './limit.ts';
import { orderTerms } from './order.ts';
import { grouped, placeOf } from './places.ts';
import { scopeOf } from './scope.ts';
import { shaped } from './shape.ts';
import { isSingle } from './single.ts';
import { type Environment, type Frame, frameOf, type Leaf } from './types.ts';

type Clause = SelectStmt['clauses'][number];

const understood = /^(select|from|where|group_by|having|window|order_by|limit|with)_clause$/;

/** One SELECT, and whether it can give one row at the most. */
export interface Selected extends Leaf {
  single: boolean;
}

/** https://www.sqlite.org/lang_select.html, without WITH, which stands around it. */
export function selected({ clauses }: SelectStmt, environment: Environment, outer: Frame | null): Selected {
  const of = <T extends Clause['type']>(type: T) =>
    clauses.find((each): each is Extract<Clause, { type: T }> => each.type === type);
  const frame = frameOf([], outer);
  const scope = scopeOf(environment, frame);
  const from = of('from_clause');
  const fromText = from ? fromSql(from, environment, frame) : '';
  for (const { name, window } of of('window_clause')?.namedWindows.items ?? [])
    frame.windows.set(fold(identifierName(name)), window.expr);
  const select = of('select_clause');
  if (!select) return refuse('a query without SELECT');
  const columns = (select.columns?.items ?? []).flatMap((item) => columnsOf(item as Node, frame, scope));
  const distinct = select.modifiers.some((m) => m.type === 'select_distinct');
  if (distinct) for (const { value } of columns) requireBinary(value);
  // From here on the aliases are known, behind the columns.
  for (const { name, value } of columns.toReversed()) frame.aliases.set(fold(name), value);
  const where = of('where_clause');
  const whereText = where ? ` where ${toCondition(walk(where.expr, scope))}` : '';
  const group = of('group_by_clause');
  const groupText = group ? ` group by ${grouped(group.columns.items as Node[], columns, frame, scope)}` : '';
  const having = of('having_clause');
  const havingText = having ? ` having ${toCondition(walk(having.expr, scope))}` : '';
  const order = of('order_by_clause');
  const place = (term: Node) => placeOf(term, columns, scope);
  const limit = limitText(clauses);
  const terms = order ? orderTerms(order, scope, place) : [];
  // Which rows a LIMIT leaves out must not be left to chance: at the end the rows' ids decide, as in SQLite's own scan.
  if (limit.sql !== '' && !distinct && !group && !frame.aggregated) terms.push(...byId(frame));
  if (limit.sql !== '' && terms.length === 0) return refuse('LIMIT without an order of its own');
  const orderText = terms.length > 0 ? ` order by ${terms.join(', ')}` : '';
  const stranger = clauses.find(({ type }) => !understood.test(type));
  if (stranger) return refuse(`the clause ${clauseName(stranger)}`);
  const tail = `${fromText}${whereText}${groupText}${havingText}${orderText}${limit.sql}`;
  return {
    names: columns.map((c) => c.name),
    values: columns.map((c) => c.value),
    single: limit.most === 1 || isSingle({ frame, where: where?.expr, grouped: group !== undefined }),
    render: (shapes, targets) => {
      const list = columns.map(
        ({ value }, i) => `${shaped(value, shapes[i] ?? 'text')} as ${quoteIdent(targets[i] ?? '')}`,
      );
      return `select ${distinct ? 'distinct ' : ''}${list.join(', ')}${tail}`;
    },
  };
}
