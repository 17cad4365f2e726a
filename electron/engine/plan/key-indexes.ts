import type { PlanForeignKey, PlanTable, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { autocoreTables } from '../source/recognise.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { isGrowing } from './autocore.ts';
import { plainIndex } from './indexes.ts';
import type { PlanInput } from './input.ts';
import { kindOf } from './kinds.ts';
import type { TableScope } from './scope.ts';

/** Why a foreign key is not there that somebody gave up for an index. */
export const indexAlone = 'an index alone, decided so';

/**
 * True for tables that are written like a log: rows with a time that nothing refers to. SQLite took such a row whatever
 * it points to, and an application that only appends has nobody to tell when PostgreSQL refuses it.
 */
export function isLogLike(table: SourceTable, schema: SourceSchema, autocore: string | null): boolean {
  if (autocore !== null && autocoreTables.some((name) => name === fold(table.name)))
    return isGrowing(table.name);
  const isParent = schema.tables.some((t) =>
    t.foreignKeys.some((fk) => fold(fk.references) === fold(table.name)),
  );
  return !isParent && table.columns.some((c) => /^(timestamp|date)$/.test(kindOf(c.type).kind));
}

/** True where somebody decided to have indexes in place of the table's foreign keys, and was asked. */
export function wantsIndexAlone(
  table: SourceTable,
  { choices, schema, autocore }: Pick<PlanInput, 'choices' | 'schema' | 'autocore'>,
): boolean {
  const isChosen = choices.decisions[`future.foreignKey:${table.name}`] === 'index';
  return isChosen && isLogLike(table, schema, autocore);
}

/** Has indexes in the place of a table's foreign keys, where no other index begins with the same columns. */
export function indexesInstead(scope: TableScope, table: PlanTable, keys: readonly PlanForeignKey[]): void {
  for (const { name, columns, references, refColumns } of keys) {
    const sql = `foreign key (${columns.join(', ')}) references ${references}(${refColumns.join(', ')})`;
    scope.leftOut.push({ kind: 'foreign key', table: table.source, name, sql, reason: indexAlone });
    // A row without a parent may hold a text longer than any key.
    const index = plainIndex(scope, `idx_${table.target}_${columns.join('_')}`, columns);
    if (index && !isLed(table, index.terms))
      table.indexes.push({ ...index, name: scope.relations.take(index.name) });
  }
}

function isLed(table: PlanTable, wanted: readonly string[]): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap((key) => (key ? [key.columns] : []));
  const indexes = table.indexes
    .filter((index) => index.method === 'btree' && index.where === null)
    .map((index) => index.terms.map((term) => term.replace(/ desc$/, '')));
  return [...keys.map((key) => key.map(quoteIdent)), ...indexes].some((terms) =>
    wanted.every((term, i) => terms[i] === term),
  );
}
