import type { InsertStmt, Node, UpsertClause } from 'sql-parser-cst';
import type { PlanColumn } from '../../../../shared/model/index.ts';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse, type Value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { clauseName } from './clause.ts';
import { scopeOf } from './scope.ts';
import { isStored } from './shape.ts';
import { frameOf, type Item } from './types.ts';
import { type Around, assignable, columnOf, setSql, type Written } from './written.ts';

/** INSERT of a trigger: https://www.sqlite.org/lang_insert.html */
export function insertSql({ clauses }: InsertStmt, around: Around): string {
  const head = clauses.find((c) => c.type === 'insert_clause');
  if (head?.table.type !== 'identifier') return refuse('what a statement of the trigger fills');
  const action = head.orAction?.actionKw.name ?? (head.insertKw.name === 'REPLACE' ? 'REPLACE' : 'ABORT');
  if (action !== 'ABORT' && action !== 'IGNORE') return refuse(`INSERT OR ${action}`);
  const name = identifierName(head.table);
  const table = around.written(name);
  const columns = head.columns
    ? head.columns.expr.items.map((each) => columnOf(table, identifierName(each)))
    : [...table.columns.values()].filter((c) => c.generated === null);
  const [upsert, ...more] = clauses.filter((c) => c.type === 'upsert_clause');
  if (more.length > 0) return refuse('several ON CONFLICT');
  if (upsert && action === 'IGNORE') return refuse('INSERT OR IGNORE with ON CONFLICT');
  const known = /^(insert|values|upsert)_clause$|^(compound_)?select_stmt$/;
  const stranger = clauses.find(({ type }) => !known.test(type));
  if (stranger) return refuse(`the clause ${clauseName(stranger)} in INSERT`);
  const alias = quoteIdent(around.environment.names.take(name, 't'));
  const rows = rowsOf(clauses, columns, around);
  // The next id is counted on from the highest in SQLite, whoever gave it.
  if (!table.isVirtual && columns.some((c, i) => c.identity !== null && rows.skip !== i))
    return refuse('an id that the trigger itself gives');
  const kept = columns.filter((_, i) => rows.skip !== i);
  const conflict = upsert
    ? conflictSql(upsert, name, table, alias, around)
    : action === 'IGNORE'
      ? ignoring(rows.values, columns, table)
      : '';
  const list = kept.map((c) => quoteIdent(c.target)).join(', ');
  return `insert into ${table.sql} as ${alias} (${list}) ${rows.sql}${conflict};`;
}

interface Rows {
  sql: string;
  values: Value[];
  /** The id that is left to the sequence: NULL is the next id in SQLite. */
  skip: number | null;
}

function rowsOf(clauses: InsertStmt['clauses'], columns: readonly PlanColumn[], around: Around): Rows {
  const { environment, row } = around;
  const given = (clauses as Node[]).find((c) => c.type === 'values_clause');
  if (given?.type === 'values_clause') {
    const scope = scopeOf(environment, row);
    const [first, ...others] = given.values.items;
    if (first?.type !== 'paren_expr' || others.length > 0) return refuse('VALUES of several rows');
    const values = first.expr.items.map((each) => walk(each as Node, scope));
    const { skip, list } = assigned(values, columns);
    return { sql: `values (${list.join(', ')})`, values, skip };
  }
  const select = (clauses as Node[]).find((c) => /^(compound_)?select_stmt$/.test(c.type));
  if (!select) return refuse('INSERT of nothing');
  const query = environment.query(select, environment, row);
  const alias = quoteIdent(environment.names.take('rows'));
  const values = query.outputs.map((o) => o.read(`${alias}.${quoteIdent(o.target)}`));
  const { skip, list } = assigned(values, columns);
  return { sql: `select ${list.join(', ')} from (${query.sql}) as ${alias}`, values, skip };
}

function assigned(
  values: readonly Value[],
  columns: readonly PlanColumn[],
): { skip: number | null; list: string[] } {
  if (values.length !== columns.length) return refuse('INSERT with another number of values');
  const at = columns.findIndex((c, i) => c.identity !== null && values[i]?.kind === 'null');
  const list = values.flatMap((v, i) => (i === at ? [] : [assignable(v, columns[i] as PlanColumn)]));
  return { skip: at < 0 ? null : at, list };
}

/** SQLite passes over rows that lack a value or break a rule, too; PostgreSQL over none but those whose key is there. */
function ignoring(values: readonly Value[], columns: readonly PlanColumn[], table: Written): string {
  if (table.hasRules) return refuse('INSERT OR IGNORE into a table with CHECKs');
  const sure = (v: Value | undefined) =>
    v !== undefined && (v.constant !== null || (isStored(v) && v.origin?.column.nullable === false));
  if (columns.some((c, i) => !c.nullable && c.identity === null && !sure(values[i])))
    return refuse('INSERT OR IGNORE of what may be NULL');
  return ' on conflict do nothing';
}

function conflictSql(
  upsert: UpsertClause,
  name: string,
  table: Written,
  alias: string,
  { environment, row }: Around,
): string {
  const { conflictTarget, action, where } = upsert;
  if (where || conflictTarget?.type === 'conflict_target_on_constraint')
    return refuse('ON CONFLICT with a condition');
  const on = conflictTarget?.expr.items.map((each) => {
    const { expr } = each as { expr?: Node };
    const node = expr ?? (each as Node);
    return node.type === 'identifier'
      ? quoteIdent(columnOf(table, identifierName(node)).target)
      : refuse('ON CONFLICT over an expression');
  });
  const target = on ? ` (${on.join(', ')})` : '';
  if (action.type === 'upsert_action_nothing') return ` on conflict${target} do nothing`;
  const item = (name: string, sql: string, hidden: boolean): Item => ({
    name,
    alias: sql,
    relation: table,
    hidden: new Set(hidden ? [...table.columns.keys()] : []),
  });
  const items = [item(fold(name), alias, false), item('excluded', 'excluded', true)];
  const scope = scopeOf(environment, frameOf(items, row));
  const condition = action.where ? ` where ${toCondition(walk(action.where.expr, scope))}` : '';
  return ` on conflict${target} do update set ${setSql(action.set, table, scope)}${condition}`;
}
