import { quoteName } from '../source/sql.ts';
import type { SampleColumn, SampleTable } from './schema.ts';

/** Words that SQLAlchemy quotes among the names AutoCore uses. */
const reserved = new Set(['offset']);

function name(text: string): string {
  return reserved.has(text) || !/^[a-z_][a-z0-9_]*$/.test(text) ? quoteName(text) : text;
}

function names(list: readonly string[]): string {
  return list.map(name).join(', ');
}

function column(table: SampleTable, { name: text, type, notNull }: SampleColumn): string {
  if (table.autoincrement && table.primaryKey[0] === text)
    return `${name(text)} ${type} PRIMARY KEY AUTOINCREMENT`;
  return `${name(text)} ${type}${notNull ? ' NOT NULL' : ''}`;
}

/** CREATE TABLE with SQLAlchemy's layout: tabs, `, \n` between parts, keys, checks, uniques, foreign keys. */
export function createTable(table: SampleTable): string {
  const parts = [
    ...table.columns.map((each) => column(table, each)),
    ...(table.autoincrement ? [] : [`PRIMARY KEY (${names(table.primaryKey)})`]),
    ...table.checks.map((check) =>
      check.name
        ? `CONSTRAINT ${name(check.name)} CHECK (${check.expression})`
        : `CHECK (${check.expression})`,
    ),
    ...table.uniques.map((unique) => `UNIQUE (${names(unique)})`),
    ...table.foreignKeys.map(
      (key) =>
        `FOREIGN KEY(${name(key.column)}) REFERENCES ${name(key.references)} (id)` +
        (key.onDelete ? ` ON DELETE ${key.onDelete}` : ''),
    ),
  ];
  return `CREATE TABLE ${name(table.name)} (\n\t${parts.join(', \n\t')}\n)`;
}

export function createIndexes(table: SampleTable): string[] {
  return table.indexes.map(
    (index) => `CREATE INDEX ${name(index.name)} ON ${name(table.name)} (${names(index.columns)})`,
  );
}
