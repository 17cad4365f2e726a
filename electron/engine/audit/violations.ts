import SQLite, { type Database, type Statement } from 'better-sqlite3';
import type { Plan, PlanColumn, PlanTable, SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { BadText, type SqlValue, type TextEncoding } from '../convert/values.ts';
import { troubles } from '../plan/columns.ts';
import { checksMade } from '../plan/made.ts';
import { withLiterals } from '../source/literals.ts';
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
export function newViolations(db: Database, schema: SourceSchema, plan: Plan): NewViolation[] {
  return plan.tables.flatMap((table) => {
    const source = schema.tables.find((t) => t.name === table.source);
    if (!source || table.checks.length === 0 || table.columns.length > mostColumns) return [];
    // Another spelling of the same time breaks no rule.
    const changing = changingColumns(table).filter((c) => c.fit || troubles(c.conversion, c.facts) > 0);
    if (changing.length === 0) return [];
    return brokenByChange(db, source, table, plan, changing, schema.encoding as TextEncoding);
  });
}

/** The same for one table. */
function brokenByChange(
  db: Database,
  source: SourceTable,
  table: PlanTable,
  plan: Plan,
  changing: PlanColumn[],
  encoding: TextEncoding,
): NewViolation[] {
  const names = table.columns.map((c) => c.source);
  const given = names.map((name) => `? as ${quoteName(name)}`).join(', ');
  const made = checksMade(source, table, plan.leftOut);
  const checks = source.checks.flatMap((check, i) => {
    const name = made[i]?.name;
    if (name === undefined) return [];
    try {
      return [
        {
          name,
          rows: 0,
          ask: db
            .prepare(`select not (${withLiterals(check.expression, names)}) from (select ${given})`)
            .pluck(),
        },
      ];
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError)) throw error;
      // Calls what only the application has: the server will have to try it, as for the rows that do not change.
      return [];
    }
  });
  if (checks.length === 0) return [];
  for (const row of convertedRows(db, source, table, changing, names, encoding)) {
    const bound = (values: Map<string, SqlValue>) => names.map((name) => bindable(values.get(name) ?? null));
    for (const check of checks) {
      const after = breaks(check.ask, bound(row.values));
      if (after && breaks(check.ask, bound(row.before)) !== true) check.rows++;
    }
  }
  return checks.filter((c) => c.rows > 0).map(({ name, rows }) => ({ table: table.source, name, rows }));
}

/**
 * Null where SQLite cannot say: the expression calls what only the application has, or fails for these values (JSON that
 * is none). The server has to try such a row, as those that do not change.
 */
function breaks(ask: Statement, values: unknown[]): boolean | null {
  try {
    return ask.get(...values) === 1;
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return null;
    throw error;
  }
}

function bindable(value: SqlValue): Exclude<SqlValue, BadText> {
  return value instanceof BadText ? value.bytes : value;
}
