import SQLite, { type Database } from 'better-sqlite3';
import type { Sample, SourceTable } from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding, toJsonValue } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import type { Draft } from './draft.ts';
import { keyColumns } from './troubles.ts';

const most = 5;

/** Rows that a finding is about. */
export function countOf(db: Database, draft: Draft): number {
  if (draft.count !== null) return draft.count;
  const sql = `select count(*) from ${quoteName(draft.table ?? '')} where ${draft.where}`;
  return db.prepare(sql).pluck().get() as number;
}

/** A few real rows for a finding: the key that names the row, and the value that it is about. */
export function samplesOf(
  db: Database,
  table: SourceTable | undefined,
  encoding: string,
  draft: Draft,
): Sample[] {
  if (draft.samples) return draft.samples;
  if (!table || draft.where === null) return [];
  const keys = keyColumns(table);
  const shown = draft.shows ?? table.columns[0]?.name;
  if (shown === undefined) return [];
  const sql = `select ${[shown, ...keys].map(exactColumns).join(', ')} from ${quoteName(table.name)}
    where ${draft.where} limit ${most}`;
  const value = (row: unknown[], i: number) =>
    toJsonValue(exactValue(row[2 * i], row[2 * i + 1], encoding as TextEncoding));
  return rowsOf(db, sql).map((row) => ({
    key: Object.fromEntries(keys.map((name, i) => [name, value(row, i + 1)])),
    value: value(row, 0),
  }));
}

/** None where SQLite fails for one of them: a rule may be of no use for a value, which says nothing of the others. */
function rowsOf(db: Database, sql: string): unknown[][] {
  try {
    return db.prepare(sql).raw().all() as unknown[][];
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error;
    return [];
  }
}
