import type { DeleteStmt, Node, UpdateStmt } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { toCondition } from '../expression-convert.ts';
import { refuse, type Scope } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { clauseName } from './clause.ts';
import { insertSql } from './insert.ts';
import { raiseSql } from './raise.ts';
import { scopeOf } from './scope.ts';
import { namesKey } from './single.ts';
import { frameOf, type Item } from './types.ts';
import { type Around, setSql, type Written } from './written.ts';

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
  const { table, item, scope } = target(head.tables.items as Node[], around);
  requireOneRow(table, item, clauses);
  return `update ${table.sql} as ${item.alias} set ${setSql(set, table, scope)}${whereOf(clauses, scope)};`;
}

function deleteSql({ clauses }: DeleteStmt, around: Around): string {
  only(clauses, ['delete_clause', 'where_clause']);
  const head = clauses.find((c) => c.type === 'delete_clause');
  if (!head) return refuse('DELETE from nothing');
  const { table, item, scope } = target(head.tables.items as Node[], around);
  requireOneRow(table, item, clauses);
  return `delete from ${table.sql} as ${item.alias}${whereOf(clauses, scope)};`;
}

function only(clauses: readonly { type: string }[], known: readonly string[]): void {
  const stranger = clauses.find(({ type }) => !known.includes(type));
  if (stranger) refuse(`the clause ${clauseName(stranger)} in a trigger`);
}

function target(
  nodes: readonly Node[],
  { environment, row, written }: Around,
): { table: Written; item: Item; scope: Scope } {
  const [node, ...others] = nodes;
  if (node?.type !== 'identifier' || others.length > 0)
    return refuse('what a statement of the trigger changes');
  const name = identifierName(node);
  const table = written(name);
  const alias = quoteIdent(environment.names.take(name, 't'));
  const item: Item = { name: fold(name), alias, relation: table, hidden: new Set() };
  return { table, item, scope: scopeOf(environment, frameOf([item], row)) };
}

/**
 * SQLite runs a trigger after each row of a statement, PostgreSQL when all are written: what looks at other rows of the
 * same table sees something else then.
 */
function requireOneRow(table: Written, item: Item, clauses: readonly Node[]): void {
  if (!table.isOwn) return;
  const where = clauses.find((c) => c.type === 'where_clause');
  if (!where || !namesKey(where.expr, item)) refuse('other rows of its own table are changed');
}

function whereOf(clauses: readonly Node[], scope: Scope): string {
  const where = clauses.find((c) => c.type === 'where_clause');
  return where ? ` where ${toCondition(walk(where.expr, scope))}` : '';
}
