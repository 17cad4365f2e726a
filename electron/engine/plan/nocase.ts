import type { Choices, Plan, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';

/**
 * Texts that the server itself compares without case: the type of an extension, which lives in the target's schema, so
 * that whoever looks there for tables finds its operators too. It folds letters as the database's locale does, where
 * NOCASE knows ASCII alone: https://www.postgresql.org/docs/current/citext.html#CITEXT-LIMITATIONS
 */
export const caseless = 'citext';

/** What can be chosen for the columns of a table that SQLite compares without case, the default first. */
export const caseOptions = ['asIs', caseless];

/** True where somebody decided that the columns of a table keep being compared without case. */
export function wantsCaseless(table: string, decisions: Choices['decisions']): boolean {
  return decisions[`text.nocase:${table}`] === caseless;
}

/**
 * Columns of a table that may have the type. What stands in a key is no such column: two values that SQLite tells
 * apart there would be one for the type, and a foreign key compares with a column that has another.
 */
export function caselessColumns(table: SourceTable, schema: SourceSchema): string[] {
  const exact = table.uniques.filter((u) => u.collations.every((c) => c === 'BINARY'));
  const referred = schema.tables.flatMap((t) =>
    t.foreignKeys.filter((fk) => fold(fk.references) === fold(table.name)).flatMap((fk) => fk.refColumns),
  );
  const keys = [
    ...table.primaryKey,
    ...exact.flatMap((u) => u.columns),
    ...table.foreignKeys.flatMap((fk) => fk.columns),
    ...referred,
  ].map((name) => fold(name));
  return table.columns
    .filter((c) => c.collation === 'NOCASE' && c.generated === null && !keys.includes(fold(c.name)))
    .map((c) => c.name);
}

/** True where a table that the plan makes has such a column. */
export function needsCaseless(plan: Plan): boolean {
  return plan.tables.some((t) => !t.adopted && t.columns.some((c) => c.type === caseless));
}

/** Makes the extension in a schema, unless it is there. */
export function caselessExtension(schema: string): string {
  return `create extension if not exists ${caseless} with schema ${quoteIdent(schema)}`;
}
