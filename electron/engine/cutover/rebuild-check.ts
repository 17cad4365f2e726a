import { AppError } from '../../../shared/errors.ts';
import type { PlanColumn, PlanTable, SourceTable } from '../../../shared/model/index.ts';
import { profileTable } from '../audit/profile.ts';
import { rangeDifferences } from '../diff/ranges.ts';
import { HeldRows } from '../diff/reverse-check.ts';
import type { DiffInput } from '../diff/sides.ts';
import type { WayTable } from '../diff/way-table.ts';
import { introspect } from '../source/introspect.ts';
import { changedRows } from '../source/pages/changed-rows.ts';
import { changedPages } from '../source/pages/renew.ts';
import { everyRow, type RowRange } from '../source/pages/trees.ts';
import { type Brought, fittingOf, type Rebuilding, type Touched } from './rebuild-tables.ts';

/**
 * Compares every table that was written to with PostgreSQL, value by value: in the ranges of rowids that may not be what
 * the snapshot has, in the file or in PostgreSQL. What lies outside is the snapshot's own, page by page, and was compared
 * just now, at the same moment. Where that cannot be told the whole table is compared.
 * @returns the rows with a rounded value
 * @throws AppError restore.differences {run, differences, table}
 */
export async function checkTables(rebuilding: Rebuilding, brought: Brought, run: string): Promise<number> {
  const { db, snapshot, signal } = rebuilding;
  let rounded = 0;
  const schema = introspect(db);
  const pages = await changedPages(db.name, snapshot.name, signal);
  const written = pages && changedRows(snapshot.name, db.name, pages);
  for (const touched of brought.touched) {
    const source = schema.tables.find((t) => t.name === touched.way.planned.source);
    if (!source) throw new Error(`the rebuilt file has no table ${touched.way.planned.source}`);
    const unfit = brought.unfit.filter((u) => u.way === touched.way);
    const left = new Set(unfit.flatMap(({ difference: { target } }) => target?.toString('latin1') ?? []));
    const held = new HeldRows(touched.way, fittingOf(rebuilding, touched.way), left);
    const ranges = rangesOf(touched, written?.get(source.name) ?? null);
    await compare(rebuilding, touched.way, source, ranges, held);
    rounded += held.rounded;
    const differences = held.wrong;
    if (differences > 0) throw new AppError('restore.differences', { run, differences, table: source.name });
  }
  return rounded;
}

/** Null: the whole table. */
function rangesOf({ differing }: Touched, written: readonly RowRange[] | null): RowRange[] | null {
  if (differing === null || written === null) return null;
  for (const range of written) differing.add(range);
  return differing.list();
}

async function compare(
  rebuilding: Rebuilding,
  way: WayTable,
  source: SourceTable,
  ranges: RowRange[] | null,
  held: HeldRows,
): Promise<void> {
  const { db, client, encoding, signal, refused } = rebuilding;
  const input: DiffInput = {
    ...{ db, client, schema: way.schema, encoding, signal, read: way.read, without: way.without },
    table: await measuredAnew(rebuilding, source, way.actual, ranges),
    refused: refused.get(source.name) ?? new Set(),
    onRows: (rows) => rebuilding.onRows(source.name, rows),
    onDifference: (difference) => held.take(difference),
  };
  await rangeDifferences(input, ranges);
}

/** What the audit proved of the snapshot says nothing of the rows that came: the table is measured as it is now. */
async function measuredAnew(
  { db, encoding, signal }: Rebuilding,
  source: SourceTable,
  table: PlanTable,
  ranges: RowRange[] | null,
): Promise<PlanTable> {
  const pause = async (): Promise<void> => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
  };
  const within = ranges ?? [everyRow];
  const { columns: facts } = await profileTable(db, source, { monthsOf: null, encoding, within, pause });
  const columns = table.columns.map(({ absent: _, ...column }): PlanColumn => {
    return { ...column, facts: facts[column.source] ?? column.facts };
  });
  return { ...table, columns };
}
