import SQLite, { type Database } from 'better-sqlite3';
import type {
  ColumnTroubles,
  Measures,
  Profile,
  SourceForeignKey,
  SourceSchema,
  SourceTable,
  TableProfile,
} from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { partitionColumn } from '../plan/autocore.ts';
import { maxEntryBytes } from '../plan/entry-size.ts';
import { withLiterals } from '../source/literals.ts';
import { fold, quoteName } from '../source/sql.ts';
import { tableTroubles } from './candidates.ts';
import { profileTable } from './profile.ts';
import { scanColumn } from './troubles.ts';

/**
 * Measures the snapshot: what each column holds, which rows have no parent, which violate a CHECK. `onTable` is called
 * before each table and often within large ones; give control back there, and look at a signal.
 */
export async function measure(
  db: Database,
  schema: SourceSchema,
  profile: Profile,
  onTable: (table: string, done: number, total: number) => Promise<void>,
): Promise<Measures> {
  const measures: Measures = { tables: [], troubles: [], orphans: [], longTerms: [], violations: [] };
  const parents = new Set(schema.tables.flatMap((t) => t.foreignKeys.map((fk) => fold(fk.references))));
  for (const [i, table] of schema.tables.entries()) {
    await onTable(table.name, i, schema.tables.length);
    const encoding = schema.encoding as TextEncoding;
    const found = await profileTable(db, table, {
      monthsOf: partitionColumn(table.name),
      encoding,
      pause: () => onTable(table.name, i, schema.tables.length),
    });
    measures.tables.push(found);
    measures.troubles.push(
      ...tableTroubles(db, table, found, encoding, profile, parents.has(fold(table.name))),
    );
    measures.troubles.push(...digitsOf(db, schema, table, found, encoding));
    table.foreignKeys.forEach((fk, at) => {
      const rows = orphansOf(db, schema, table, fk);
      if (rows > 0) measures.orphans.push({ table: table.name, foreignKey: at, rows });
    });
    measures.longTerms.push(...longTermsOf(db, table, found));
    measures.violations.push(...brokenChecks(db, table));
  }
  return measures;
}

/** Texts that point to ids: SQLite takes them for the numbers that they spell. Whether all of them are such texts. */
function digitsOf(
  db: Database,
  schema: SourceSchema,
  table: SourceTable,
  profile: TableProfile,
  encoding: TextEncoding,
): ColumnTroubles[] {
  return table.foreignKeys.flatMap((fk) => {
    const parent = schema.tables.find((t) => fold(t.name) === fold(fk.references));
    const refs = fk.refColumns.length > 0 ? fk.refColumns : (parent?.primaryKey ?? []);
    return fk.columns.flatMap((name, i): ColumnTroubles[] => {
      const column = table.columns.find((c) => fold(c.name) === fold(name));
      const isId = parent?.rowidAlias && fold(refs[i] ?? '') === fold(parent.rowidAlias);
      const p = column && profile.columns[column.name];
      if (!isId || !p || p.texts === 0 || p.integers + p.reals + p.blobs > 0) return [];
      const by = { conversion: 'integer', form: { kind: 'digits' } } as const;
      const where = `${quoteName(column.name)} is not null`;
      return [scanColumn(db, table, column.name, by, encoding, where)];
    });
  });
}

/** SQL for the rows of a table whose parent is missing; null when the parent cannot be asked. */
export function orphanCondition(schema: SourceSchema, fk: SourceForeignKey): string | null {
  const parent = schema.tables.find((t) => fold(t.name) === fold(fk.references));
  if (!parent) return null;
  const refColumns = fk.refColumns.length > 0 ? fk.refColumns : parent.primaryKey;
  const there = new Set(parent.columns.map((c) => fold(c.name)));
  // A hand-patched key may name columns that are not there, on either side.
  if (refColumns.length !== fk.columns.length || !refColumns.every((c) => there.has(fold(c)))) return null;
  const some = fk.columns.map((c) => `${quoteName(c)} is not null`).join(' and ');
  const refs = refColumns.map(quoteName).join(', ');
  const known = refColumns.map((c) => `${quoteName(c)} is not null`).join(' and ');
  const own = fk.columns.map(quoteName).join(', ');
  return `${some} and (${own}) not in (select ${refs} from ${quoteName(parent.name)} where ${known})`;
}

function orphansOf(db: Database, schema: SourceSchema, table: SourceTable, fk: SourceForeignKey): number {
  const condition = orphanCondition(schema, fk);
  if (condition === null) return 0;
  return db
    .prepare(`select count(*) from ${quoteName(table.name)} where ${condition}`)
    .pluck()
    .get() as number;
}

/** Expressions over long texts may be too long for an index, or short all the same. */
function longTermsOf(db: Database, table: SourceTable, profile: TableProfile): Measures['longTerms'] {
  if (!Object.values(profile.columns).some((p) => p.maxBytes > maxEntryBytes)) return [];
  return table.indexes.flatMap((index): Measures['longTerms'] => {
    const lengths = index.terms.flatMap((t) =>
      t.column === null
        ? [`coalesce(length(cast((${readable(table, t.expression ?? '')}) as blob)), 0)`]
        : [],
    );
    if (lengths.length === 0) return [];
    try {
      // Of the rows that the index holds: the expression may fail for any other.
      const held = index.where === null ? '1' : readable(table, index.where);
      const sql = `select max(${lengths.join(' + ')}) from ${quoteName(table.name)} where ${held}`;
      const bytes = db.prepare(sql).pluck().get() as number | null;
      return bytes !== null && bytes > 100 ? [{ table: table.name, index: index.name, bytes }] : [];
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError)) throw error;
      // What only the application can compute, or nobody could read, has no index in the target in any case.
      return [];
    }
  });
}

function readable(table: SourceTable, expression: string): string {
  return withLiterals(
    expression,
    table.columns.map((c) => c.name),
  );
}

/**
 * SQL for the rows that break a CHECK: it is violated where it is false; NULL passes.
 * https://www.sqlite.org/lang_createtable.html#check_constraints
 */
export function brokenCondition(table: SourceTable, check: SourceTable['checks'][number]): string {
  return `not (${readable(table, check.expression)})`;
}

/** Rows that break a CHECK of the table today. */
function brokenChecks(db: Database, table: SourceTable): Measures['violations'] {
  return table.checks.flatMap((check, at): Measures['violations'] => {
    try {
      const rows = db
        .prepare(`select count(*) from ${quoteName(table.name)} where ${brokenCondition(table, check)}`)
        .pluck()
        .get() as number;
      return rows > 0 ? [{ table: table.name, check: at, rows }] : [];
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError)) throw error;
      // A CHECK may call a function that only the application registers; the server will have to try it.
      return [];
    }
  });
}
