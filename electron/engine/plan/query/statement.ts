import type { DeleteStmt, Node, UpdateStmt } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse, type Scope } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { insertSql } from './insert.ts';
import { raiseSql } from './raise.ts';
import { scopeOf } from './scope.ts';
import { namesKey } from './single.ts';
import type { Frame } from './types.ts';
import { type Around, assignable, columnOf, type Written } from './written.ts';

/** One statement of a trigger in PL/pgSQL: https://www.sqlite.org/lang_createtrigger.html */
export function statementSql(node: Node, around: Around): string {
  switch (node.type) {
    case 'update_stmt':
      return updateSql(node, around);
    case 'delete_stmt':
      return deleteSql(node, around);
    case 'insert_stmt':
      return insertSql(node, around);
    case 'select_stmt':
      return raiseSql(node, around);
    default:
      return refuse(`the statement ${node.type.replace('_stmt', '').replaceAll('_', ' ')}`);
  }
}

function updateSql({ clauses }: UpdateStmt, around: Around): string {
  only(clauses, ['update_clause', 'set_clause', 'where_clause']);
  const head = clauses.find((c) => c.type === 'update_clause');
  const set = clauses.find((c) => c.type === 'set_clause');
  if (!head || !set) return refuse('UPDATE without SET');
  if (head.orAction) return refuse('UPDATE OR');
  const { table, alias, scope } = target(head.tables.items as Node[], around);
  const assigned = set.assignments.items.map(({ column, expr }) => {
    if (column.type !== 'identifier') return refuse('SET of several columns at once');
    const into = columnOf(table, identifierName(column));
    return `${quoteIdent(into.target)} = ${assignable(walk(expr as Node, scope), into)}`;
  });
  requireOneRow(table, alias, clauses);
  return `update ${table.sql} as ${alias} set ${assigned.join(', ')}${whereOf(clauses, scope)};`;
}

function deleteSql({ clauses }: DeleteStmt, around: Around): string {
  only(clauses, ['delete_clause', 'where_clause']);
  const head = clauses.find((c) => c.type === 'delete_clause');
  if (!head) return refuse('DELETE from nothing');
  const { table, alias, scope } = target(head.tables.items as Node[], around);
  requireOneRow(table, alias, clauses);
  return `delete from ${table.sql} as ${alias}${whereOf(clauses, scope)};`;
}

function only(clauses: readonly { type: string }[], known: readonly string[]): void {
  const stranger = clauses.find(({ type }) => !known.includes(type));
  if (stranger)
    refuse(`the clause ${stranger.type.replace('_clause', '').replaceAll('_', ' ')} in a trigger`);
}

function target(
  nodes: readonly Node[],
  { environment, row, written }: Around,
): { table: Written; alias: string; scope: Scope } {
  const [node, ...others] = nodes;
  if (node?.type !== 'identifier' || others.length > 0)
    return refuse('what a statement of the trigger changes');
  const name = identifierName(node);
  const table = written(name);
  const alias = quoteIdent(environment.names.take(name, 't'));
  const item = { name: fold(name), alias, relation: table, hidden: new Set<string>() };
  const frame: Frame = {
    items: [item],
    aliases: new Map(),
    windows: new Map(),
    outer: row,
    aggregated: false,
  };
  return { table, alias, scope: scopeOf(environment, frame) };
}

/**
 * SQLite runs a trigger after each row of a statement, PostgreSQL when all are written: what looks at other rows of the
 * same table sees something else then.
 */
function requireOneRow(table: Written, alias: string, clauses: readonly Node[]): void {
  if (!table.isOwn) return;
  const where = clauses.find((c) => c.type === 'where_clause');
  const item = { name: fold(alias.slice(1, -1)), alias, relation: table, hidden: new Set<string>() };
  if (!where || !namesKey(where.expr, item)) refuse('other rows of its own table are changed');
}

function whereOf(clauses: readonly Node[], scope: Scope): string {
  const where = clauses.find((c) => c.type === 'where_clause');
  return where ? ` where ${toCondition(walk(where.expr, scope))}` : '';
}
