import type { Expr, Node, RaiseExpr, SelectStmt } from 'sql-parser-cst';
import { unquote } from '../../source/tokens.ts';
import { quoteLiteral } from '../../target/sql.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { scopeOf } from './scope.ts';
import type { Around } from './written.ts';

/** What the application knows as a rule that was broken: its driver raises an IntegrityError for both. */
const brokenRule = '23514';

/** A SELECT of a trigger that does nothing but refuse: https://www.sqlite.org/lang_createtrigger.html#raise */
export function raiseSql(node: SelectStmt, around: Around): string {
  const select = node.clauses.find((c) => c.type === 'select_clause');
  const [only, ...others] = (select?.columns?.items ?? []) as Node[];
  const column = only?.type === 'alias' ? (only.expr as Node) : only;
  if (!column || others.length > 0) return refuse('a SELECT in a trigger that refuses nothing');
  const { environment, row } = around;
  if (column.type === 'raise_expr') {
    const there = environment.query(withOne(node), environment, row);
    return `if exists (${there.sql}) then ${raise(column, around)} end if;`;
  }
  const from = node.clauses.some((c) => c.type === 'from_clause');
  if (column.type !== 'case_expr' || column.expr || from)
    return refuse('a SELECT in a trigger that refuses nothing');
  const scope = scopeOf(environment, row);
  const where = node.clauses.find((c) => c.type === 'where_clause');
  const branches = column.clauses.map((clause) => {
    const { result } = clause;
    const then = result.type === 'raise_expr' ? raise(result, around) : literal(result);
    if (clause.type === 'case_else') return `else ${then}`;
    return `when ${toCondition(walk(clause.condition, scope))} then ${then}`;
  });
  // A CASE without ELSE is an error in PL/pgSQL.
  const rest = column.clauses.some((c) => c.type === 'case_else') ? '' : ' else null;';
  const chosen = `case ${branches.join(' ')}${rest} end case;`;
  return where ? `if ${toCondition(walk(where.expr, scope))} then ${chosen} end if;` : chosen;
}

/** The same rows with nothing in them. */
function withOne(node: SelectStmt): SelectStmt {
  const one = { type: 'number_literal', text: '1', value: 1 } as Expr;
  const clauses = node.clauses.map((clause) =>
    clause.type === 'select_clause'
      ? { ...clause, columns: { type: 'list_expr' as const, items: [one] } }
      : clause,
  );
  return { ...node, clauses };
}

function literal(node: Expr): string {
  return /_literal$/.test(node.type)
    ? 'null;'
    : refuse('a SELECT in a trigger that does more than to refuse');
}

function raise({ args }: RaiseExpr, { ignore }: Around): string {
  const [kind, message] = args.expr.items;
  const name = kind?.type === 'raise_expr_type' ? kind.typeKw.name : '';
  if (name === 'IGNORE') return ignore();
  // ROLLBACK ends the whole transaction of the application, FAIL leaves half a statement: no exception does that.
  if (name !== 'ABORT') return refuse(`RAISE(${name})`);
  if (message?.type !== 'string_literal') return refuse('RAISE with a message that is not a constant');
  return `raise exception using errcode = '${brokenRule}', message = ${quoteLiteral(unquote(message.text))};`;
}
