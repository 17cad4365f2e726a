import type { Database } from 'better-sqlite3';
import type { PlanColumn, PlanTable, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { BadText, type SqlValue, type TextEncoding } from '../convert/values.ts';
import { troubles } from '../plan/columns.ts';
import { quoteName } from '../source/sql.ts';
import { changingColumns, convertedRows } from './converted.ts';

/** Rows that keep a CHECK in the source and break it once a value of theirs was repaired or left empty. */
export interface NewViolation {
  table: string;
  /** The check's name in the target. */
  name: string;
  rows: number;
}

/** SQLite gives back at most 2000 columns, and two are needed for each. https://www.sqlite.org/limits.html */
const mostColumns = 900;

/** Asks SQLite about the rows that change, as they will be. */
export function newViolations(
  db: Database,
  schema: SourceSchema,
  tables: readonly PlanTable[],
): NewViolation[] {
  return tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source || table.checks.length === 0 || table.columns.length > mostColumns) return [];
    // Another spelling of the same time breaks no rule.
    const changing = changingColumns(table).filter((c) => troubles(c.conversion, c.facts) > 0);
    if (changing.length === 0) return [];
    return violationsOf(db, source, table, changing, schema.encoding as TextEncoding);
  });
}

function violationsOf(
  db: Database,
  source: SourceTable,
  table: PlanTable,
  changing: PlanColumn[],
  encoding: TextEncoding,
): NewViolation[] {
  const names = table.columns.map((c) => c.source);
  const given = names.map((name) => `? as ${quoteName(name)}`).join(', ');
  const checks = source.checks.flatMap((check, i) => {
    const name = checkName(source, table, i);
    if (!table.checks.some((c) => c.name === name)) return [];
    try {
      return [
        { name, rows: 0, ask: db.prepare(`select not (${check.expression}) from (select ${given})`).pluck() },
      ];
    } catch {
      // Calls what only the application has: the server will have to try it, as for the rows that do not change.
      return [];
    }
  });
  if (checks.length === 0) return [];
  for (const row of convertedRows(db, source, table, changing, names, encoding)) {
    const bound = (values: Map<string, SqlValue>) => names.map((name) => bindable(values.get(name) ?? null));
    for (const check of checks) {
      const after = check.ask.get(...bound(row.values)) === 1;
      if (after && check.ask.get(...bound(row.before)) !== 1) check.rows++;
    }
  }
  return checks.filter((c) => c.rows > 0).map(({ name, rows }) => ({ table: table.source, name, rows }));
}

/** The name that the plan gives to a check of the source. */
export function checkName(source: SourceTable, table: PlanTable, i: number): string {
  return source.checks[i]?.name ?? `${table.target}_check${i === 0 ? '' : i}`;
}

function bindable(value: SqlValue): Exclude<SqlValue, BadText> {
  return value instanceof BadText ? value.bytes : value;
}
