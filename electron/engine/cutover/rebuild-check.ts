import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { PlanColumn, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import { profileTable } from '../audit/profile.ts';
import type { TextEncoding } from '../convert/values.ts';
import { HeldRows } from '../diff/reverse-check.ts';
import { diffTable } from '../diff/table.ts';
import { introspect } from '../source/introspect.ts';
import { type Brought, fittingOf, type Rebuilding } from './rebuild-tables.ts';

/**
 * Compares every table that was written to with PostgreSQL, value by value. Returns the rows with a rounded value.
 * @throws AppError restore.differences {run, differences, table}
 */
export async function checkTables(rebuilding: Rebuilding, brought: Brought, run: string): Promise<number> {
  const { db, client, encoding, signal } = rebuilding;
  let rounded = 0;
  const schema = introspect(db);
  for (const table of brought.touched) {
    const { source } = table.planned;
    const measured = await measuredAnew(db, schema, table.actual, encoding, signal);
    const unfit = brought.unfit.filter((u) => u.way === table);
    const left = new Set(unfit.flatMap(({ difference: { target } }) => target?.toString('latin1') ?? []));
    const held = new HeldRows(table, fittingOf(rebuilding, table), left);
    await diffTable({
      ...{ db, client, schema: table.schema, table: measured, encoding, signal, read: table.read },
      refused: rebuilding.refused.get(source) ?? new Set(),
      without: table.without,
      onRows: (n) => rebuilding.onRows(source, n),
      onDifference: (difference) => held.take(difference),
    });
    rounded += held.rounded;
    const differences = held.wrong;
    if (differences > 0) throw new AppError('restore.differences', { run, differences, table: source });
  }
  return rounded;
}

/** What the audit proved of the snapshot says nothing of the rows that came: the table is measured as it is now. */
async function measuredAnew(
  db: Database,
  schema: SourceSchema,
  table: PlanTable,
  encoding: TextEncoding,
  signal: AbortSignal,
): Promise<PlanTable> {
  const source = schema.tables.find((t) => t.name === table.source);
  if (!source) throw new Error(`the rebuilt file has no table ${table.source}`);
  const pause = async (): Promise<void> => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
  };
  const { columns: facts } = await profileTable(db, source, { monthsOf: null, encoding, pause });
  const columns = table.columns.map(({ absent: _, ...column }): PlanColumn => {
    return { ...column, facts: facts[column.source] ?? column.facts };
  });
  return { ...table, columns };
}
