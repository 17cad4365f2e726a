import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { SqlValue, TextEncoding } from '../convert/values.ts';
import { copyFieldOf, nowhere } from '../load/fields.ts';
import { type Key, keyText } from '../load/keys.ts';
import type { TroubledRow } from '../load/reader.ts';
import { rowReader } from '../load/row-reader.ts';

/** One row of a snapshot with what it becomes in the target. */
export interface PlannedRow extends TroubledRow {
  values: Record<string, SqlValue>;
  /** COPY fields of all columns of the plan; null where the row stays out of the target. */
  fields: string[] | null;
  /** Why the target would not take it, though its values fit. */
  refusal?: { code: string; reason: string };
}

/**
 * Reads single rows and takes them through the plan value by value: what the audit proved of the old rows says nothing
 * of new ones. `refused`: rows that the server did not take, by `keyText`.
 */
export function plannedRows(
  db: Database,
  table: PlanTable,
  encoding: TextEncoding,
  refused: ReadonlySet<string>,
): (key: Key) => PlannedRow {
  const read = rowReader(db, table, table.read, encoding);
  return (key) => {
    const values = read(key);
    const row: PlannedRow = { key, values, fields: [], troubles: [], quarantined: refused.has(keyText(key)) };
    const fields = table.columns.map((column) => {
      // The server computes generated columns itself: their troubles are no exceptions.
      const troubles = column.generated === null ? row.troubles : [];
      const field = copyFieldOf(column, values[column.source] ?? null, troubles);
      if (field === null) row.quarantined = true;
      return field ?? '';
    });
    for (const column of table.adopted?.nowhere ?? []) {
      if ((values[column.source] ?? null) !== null) row.troubles.push({ column, trouble: nowhere });
    }
    return { ...row, fields: row.quarantined ? null : fields };
  };
}
