import type { Database } from 'better-sqlite3';
import type { PlanTable, ReadOrder } from '../../../shared/model/index.ts';
import { exactRaw, exactValue, type SqlValue, storageLetters, type TextEncoding } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { type Key, keyText } from './keys.ts';
import { boundKey, cached, orderBy } from './keyset.ts';

/** Reads one whole row exactly, for the exceptions. */
export function readRow(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  key: Key,
  encoding: TextEncoding,
): Record<string, SqlValue> {
  return rowReader(db, table, order, encoding)(key);
}

/** The same for many rows. */
export function rowReader(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  encoding: TextEncoding,
): (key: Key) => Record<string, SqlValue> {
  const read = rowOrNull(db, table, order, encoding);
  return (key) => {
    const row = read(key);
    if (!row) throw new Error(`row ${keyText(key)} of ${table.source} is not in the snapshot`);
    return row;
  };
}

/** The same, with null for a row that is not there. */
export function rowOrNull(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  encoding: TextEncoding,
): (key: Key) => Record<string, SqlValue> | null {
  const names = [...table.columns, ...(table.adopted?.nowhere ?? [])].map((c) => c.source);
  const prepared = cached((key) =>
    db
      .prepare(
        `select ${names.map(exactRaw).join(', ')}, ${storageLetters(names)} from ${quoteName(table.source)}
         where (${orderBy(order)}) = (${boundKey(order, key ?? []).placeholders})`,
      )
      .raw(),
  );
  return (key) => {
    const row = prepared(key).get(...boundKey(order, key).values) as unknown[] | undefined;
    if (!row) return null;
    const letters = row[names.length] as string;
    return Object.fromEntries(names.map((name, i) => [name, exactValue(letters[i], row[i], encoding)]));
  };
}
