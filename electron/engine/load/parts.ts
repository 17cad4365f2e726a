import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';
import type { Key } from './keys.ts';

/** A range of a table that one connection loads from front to back, chunk by chunk. */
export interface Part {
  table: PlanTable;
  part: number;
  /** Rows behind this key, null from the first. */
  after: Key | null;
  /** Up to this key, null to the last. */
  upTo: Key | null;
  rows: number;
}

/** Below this a table is not worth a second connection. */
const worthSplitting = 200_000;

/**
 * The parts of all tables, large ones first so that the connections finish together. A pure function of the snapshot:
 * a resumed run finds the same ranges again.
 */
export function partsOf(
  db: Database,
  tables: { table: PlanTable; rows: number }[],
  connections: number,
): Part[] {
  return tables
    .flatMap(({ table, rows }) => {
      if (table.read.by !== 'rowid' || rows < worthSplitting || connections < 2) {
        return [{ table, part: 0, after: null, upTo: null, rows }];
      }
      return rowidRanges(db, table, rows, table.read.name, connections);
    })
    .sort((a, b) => b.rows - a.rows);
}

function rowidRanges(db: Database, table: PlanTable, rows: number, name: string, n: number): Part[] {
  const rowid = quoteName(name);
  const ends = db
    .prepare(`select min(${rowid}) as low, max(${rowid}) as high from ${quoteName(table.source)}`)
    .safeIntegers()
    .get() as { low: bigint; high: bigint };
  const span = (ends.high - ends.low) / BigInt(n);
  return Array.from({ length: n }, (_, part) => ({
    table,
    part,
    after: part === 0 ? null : [ends.low + span * BigInt(part)],
    upTo: part === n - 1 ? null : [ends.low + span * BigInt(part + 1)],
    rows: Math.round(rows / n),
  }));
}
