import SQLite, { type Database } from 'better-sqlite3';
import type { Plan, PlanTable, Sample, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { unzoned } from '../convert/timestamptz.ts';
import { type SqlValue, type TextEncoding, toJsonValue } from '../convert/values.ts';
import { keyName, type SourceKey } from '../plan/made.ts';
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

type Key = SourceKey & {
  /** SQLite's condition for the rows that it holds; null for all. */
  where: string | null;
};

const shown = 5;

/** Keys whose values are told apart in SQLite and would not be after the conversion, in every table. */
export function keyCollisions(db: Database, schema: SourceSchema, plan: Plan): Collision[] {
  return plan.tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source) return [];
    const changing = changingColumns(table).map((c) => c.source);
    return keysOf(source)
      .filter((key) => key.columns.some((c) => changing.includes(c)) && isComparable(table, key))
      .map((key) => ({
        ...collisionOf(db, source, table, key, schema.encoding as TextEncoding),
        name: keyName(table, plan.leftOut, key),
      }))
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
      kind: 'primary',
      name: null,
      columns: source.primaryKey,
      collations: source.primaryKey.map(() => 'BINARY'),
      where: null,
    },
    ...source.uniques.map((unique) => ({ kind: 'unique' as const, ...unique, where: null })),
    ...indexes.map((i) => ({
      kind: 'index' as const,
      name: i.name,
      columns: i.terms.map((t) => t.column as string),
      collations: i.terms.map((t) => t.collation),
      where: i.where,
    })),
  ];
}

/** Rows that have one key together; what it is called is not looked up. */
function collisionOf(
  db: Database,
  source: SourceTable,
  table: PlanTable,
  key: Key,
  encoding: TextEncoding,
): Omit<Collision, 'name'> {
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
  const found: Omit<Collision, 'name'> = {
    table: table.source,
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
  return found;
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
  const text = row.after.get(name) ?? null;
  switch (column?.conversion) {
    case 'text':
    case 'timestamp':
    case 'date':
    case 'time':
      return text;
    // A time without a zone is UTC in SQLite.
    case 'timestamptz':
      return text && unzoned(text);
    default:
      return row.values.get(name) ?? null;
  }
}

function collated(text: string, collation: string | undefined): string {
  if (collation === 'NOCASE') return fold(text);
  return collation === 'RTRIM' ? text.replace(/ +$/, '') : text;
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
