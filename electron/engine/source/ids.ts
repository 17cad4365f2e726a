import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/model/index.ts';
import { quoteName } from './sql.ts';

/** The last id of 64 bits: none can follow it. https://www.sqlite.org/autoinc.html */
export const lastId = (2n ** 63n - 1n).toString();

/** Ids from here on were not counted up to. */
export const farIds = (2n ** 62n).toString();

/**
 * The highest id behind which a table can count on, as a decimal string: the highest there is, or, where the last id
 * of 64 bits is taken, the highest that was counted up to. Null without ids.
 */
export function highestCounted(db: Database, table: SourceTable): string | null {
  if (table.rowidAlias === null) return null;
  const id = quoteName(table.rowidAlias);
  return db
    .prepare(
      `select cast(case when max(${id}) < ${lastId} then max(${id})
         else max(case when ${id} < ${farIds} then ${id} end) end as text) from ${quoteName(table.name)}`,
    )
    .pluck()
    .get() as string | null;
}
