import SQLite, { type Database } from 'better-sqlite3';
import type { PlanTable, Sample, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { type SqlValue, type TextEncoding, toJsonValue } from '../convert/values.ts';
import { primaryKeyName, uniqueName } from '../plan/names.ts';
import { withLiterals } from '../source/literals.ts';
import { fold, quoteName } from '../source/sql.ts';
import { type ConvertedRow, changes, changingColumns, convertedRows } from './converted.ts';

/** A key of the source under which several rows of the target would have the same values. */
export interface Collision {
  table: string;
  /** The key's name in the target. */
  name: string;
  columns: string[];
  /** Rows that have their values in common with another one. */
  rows: number;
  samples: Sample[];
}

interface Key {
  name: string | null;
  columns: string[];
  collations: string[];
  /** SQLite's condition for the rows that it holds; null for all. */
  where: string | null;
}

const shown = 5;

/** Keys whose values are told apart in SQLite and would not be after the conversion, in every table. */
export function keyCollisions(db: Database, schema: SourceSchema, tables: readonly PlanTable[]): Collision[] {
  return tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source) return [];
    const changing = changingColumns(table).map((c) => c.source);
    return keysOf(source)
      .filter((key) => key.columns.some((c) => changing.includes(c)) && isComparable(table, key))
      .flatMap((key) => collisionsOf(db, source, table, key, schema.encoding as TextEncoding))
      .filter((found) => found.rows > 0);
  });
}

/** Not so where only the application knows the collation, or can compute the column. */
function isComparable(table: PlanTable, { columns, collations }: Key): boolean {
  return (
    collations.every((c) => ['BINARY', 'NOCASE', 'RTRIM'].includes(c)) &&
    columns.every((name) => table.columns.some((c) => c.source === name))
  );
}

/** Everything that is unique in a table. */
function keysOf(source: SourceTable): Key[] {
  const indexes = source.indexes.filter((i) => i.unique && i.terms.every((t) => t.column !== null));
  return [
    {
      name: null,
      columns: source.primaryKey,
      collations: source.primaryKey.map(() => 'BINARY'),
      where: null,
    },
    ...source.uniques.map((unique) => ({ ...unique, where: null })),
    ...indexes.map((i) => ({
      name: i.name,
      columns: i.terms.map((t) => t.column as string),
      collations: i.terms.map((t) => t.collation),
      where: i.where,
    })),
  ];
}

function collisionsOf(
  db: Database,
  source: SourceTable,
  table: PlanTable,
  key: Key,
  encoding: TextEncoding,
): Collision[] {
  const changing = changingColumns(table).filter((c) => key.columns.includes(c.source));
  const names = [...new Set([...key.columns, ...source.primaryKey])];
  const same = key.columns.map(
    (c, i) => `${quoteName(c)} = ? collate ${quoteName(key.collations[i] ?? 'BINARY')}`,
  );
  const named = source.columns.map((c) => c.name);
  // Rows are in the index by what the source has in them.
  const held = key.where === null ? '1' : answered(db, source, `(${withLiterals(key.where, named)})`);
  const unchanged = `${held} and not (${changing.map(changes).join(' or ')})`;
  const others = db
    .prepare(`select 1 from ${quoteName(source.name)} where ${same.join(' and ')} and ${unchanged} limit 1`)
    .pluck();
  const seen = new Map<string, ConvertedRow | null>();
  const found: Collision = {
    table: table.source,
    name: nameOf(source, table, key),
    columns: key.columns,
    rows: 0,
    samples: [],
  };
  const count = (row: ConvertedRow) => {
    found.rows++;
    if (found.samples.length < shown) found.samples.push(sampleOf(row, key, source));
  };
  for (const row of convertedRows(db, source, table, changing, names, encoding, held)) {
    const values = key.columns.map((name) => row.after.get(name) ?? null);
    // NULL is like nothing else, in both databases.
    if (values.includes(null)) continue;
    const tuple = JSON.stringify(values.map((text, i) => collated(text as string, key.collations[i])));
    const first = seen.get(tuple);
    if (first === undefined) {
      const meets = others.get(...key.columns.map((name) => boundOf(row, table, name))) !== undefined;
      seen.set(tuple, meets ? null : row);
      if (!meets) continue;
      found.rows++;
    } else if (first !== null) {
      count(first);
      seen.set(tuple, null);
    }
    count(row);
  }
  return [found];
}

/** A condition that SQLite can answer here; every row counts where only the application can. */
function answered(db: Database, source: SourceTable, condition: string): string {
  try {
    db.prepare(`select 1 from ${quoteName(source.name)} where ${condition}`);
    return condition;
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error;
    return '1';
  }
}

/** What an unchanged row would hold that has the same value. */
function boundOf(row: ConvertedRow, table: PlanTable, name: string): SqlValue {
  const column = table.columns.find((c) => c.source === name);
  const asText = column?.conversion === 'text' || column?.facts.time;
  return (asText ? row.after.get(name) : row.values.get(name)) ?? null;
}

function collated(text: string, collation: string | undefined): string {
  if (collation === 'NOCASE') return fold(text);
  return collation === 'RTRIM' ? text.replace(/ +$/, '') : text;
}

function nameOf(source: SourceTable, table: PlanTable, key: Key): string {
  if (key.columns === source.primaryKey) return table.primaryKey?.name ?? primaryKeyName(table.target);
  return uniqueName(table.target, key);
}

function sampleOf(row: ConvertedRow, key: Key, source: SourceTable): Sample {
  const named = source.primaryKey.length > 0 ? source.primaryKey : key.columns;
  const only = key.columns[0] as string;
  return {
    key: Object.fromEntries(named.map((name) => [name, toJsonValue(row.before.get(name) ?? null)])),
    value: toJsonValue(row.before.get(only) ?? null),
    after: row.after.get(only) ?? null,
    action: 'repaired',
  };
}
