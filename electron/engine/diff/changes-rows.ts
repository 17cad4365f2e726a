import type { Database } from 'better-sqlite3';
import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { copyFieldOf, nowhere } from '../load/fields.ts';
import { type Key, keyText } from '../load/keys.ts';
import type { TroubledRow } from '../load/reader.ts';
import { type Row, rowReader, rowsReader } from '../load/row-reader.ts';

/** One row of a snapshot with what it becomes in the target. */
export interface PlannedRow extends TroubledRow {
  values: Row;
  /** COPY fields of all columns of the plan; null where the row stays out of the target. */
  fields: string[] | null;
  /** Why the target would not take it, though its values fit. */
  refusal?: { code: string; reason: string };
}

/** Rows of many keys, one for each, in their order. */
export type PlannedRows = (keys: readonly Key[]) => Iterable<PlannedRow>;

/**
 * Reads single rows and takes them through the plan value by value: what the audit proved of the old rows says nothing
 * of new ones.
 */
export function plannedRow(db: Database, table: PlanTable, encoding: TextEncoding): (key: Key) => PlannedRow {
  const read = rowReader(db, table, table.read, encoding);
  return (key) => planned(table, key, read(key));
}

/** The same for many rows. */
export function plannedRows(db: Database, table: PlanTable, encoding: TextEncoding): PlannedRows {
  const read = rowsReader(db, table, table.read, encoding);
  return function* (keys) {
    let at = 0;
    for (const values of read(keys)) yield planned(table, keys[at++] as Key, values);
  };
}

function planned(table: PlanTable, key: Key, values: Row): PlannedRow {
  const row: PlannedRow = { key, values, fields: [], troubles: [], quarantined: false };
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
  row.fields = row.quarantined ? null : fields;
  return row;
}

/**
 * Rows as they are in the target, to be taken out of it: `table` has the columns that they are known by there, the key or,
 * without one, all of them, and in a hypertable the time, which says in which chunk they are; rows that are not there have
 * no fields.
 */
export interface FormerRows {
  table: PlanTable;
  rows: PlannedRows;
}

/** The column that is the rowid under another name, where rows are known by it alone on both sides. */
export function rowidColumn({ compareKey, columns, read }: PlanTable): PlanColumn | null {
  if (read.by !== 'rowid' || compareKey?.length !== 1) return null;
  return columns.find((c) => c.source === compareKey[0] && c.identity !== null) ?? null;
}

/**
 * Rows of the earlier snapshot.
 * @param out the rows of it that are not in the target, by `keyText`
 */
export function formerRows(
  db: Database,
  table: PlanTable,
  encoding: TextEncoding,
  out: ReadonlySet<string>,
): FormerRows {
  const isIn = (key: Key) => out.size === 0 || !out.has(keyText(key));
  const { compareKey } = table;
  const time = table.hypertable?.column;
  const isKnownBy = (c: PlanColumn) =>
    compareKey === null || compareKey.includes(c.source) || c.target === time;
  const own: PlanTable = { ...table, columns: table.columns.filter(isKnownBy) };
  const alias = time === undefined ? rowidColumn(table) : null;
  if (alias) {
    // The key is in the target what it is here.
    const rows: PlannedRows = function* (keys) {
      for (const key of keys) {
        const field = copyFieldOf(alias, key[0] ?? null, []);
        const fields = field === null || !isIn(key) ? null : [field];
        yield { key, values: {}, fields, troubles: [], quarantined: fields === null };
      }
    };
    return { table: own, rows };
  }
  const all = plannedRows(db, own, encoding);
  return {
    table: own,
    *rows(keys) {
      for (const row of all(keys)) yield isIn(row.key) ? row : { ...row, fields: null, quarantined: true };
    },
  };
}
