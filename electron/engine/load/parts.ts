import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';
import type { PartRow } from '../target/journal.ts';
import { type Key, keyText, readKey } from './keys.ts';

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

/**
 * The parts of all tables, large ones first so that the connections finish together. A table of fewer rows than
 * `splitRows` is left whole.
 */
export function partsOf(
  db: Database,
  tables: { table: PlanTable; rows: number }[],
  connections: number,
  splitRows: number,
): Part[] {
  return tables
    .flatMap(({ table, rows }) => {
      if (table.read.by !== 'rowid' || rows < splitRows || connections < 2 || isAlone(table)) {
        return [{ table, part: 0, after: null, upTo: null, rows }];
      }
      return rowidRanges(db, table, rows, table.read.name, connections);
    })
    .sort((a, b) => b.rows - a.rows);
}

/** Whoever keeps triggers silent has the table for itself. */
function isAlone(table: PlanTable): boolean {
  return (table.adopted?.silent.length ?? 0) > 0;
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

/** A part as the journal keeps it. */
export function partRow({ table, part, after, upTo, rows }: Part): PartRow {
  const text = (key: Key | null) => (key === null ? null : keyText(key));
  return { table: table.source, part, after: text(after), upTo: text(upTo), rows };
}

/** The part that the journal keeps, of one of these tables. */
export function readPart(row: PartRow, tables: PlanTable[]): Part {
  const table = tables.find((t) => t.source === row.table);
  if (!table) throw new Error(`the plan has no table ${row.table}`);
  const key = (text: string | null) => (text === null ? null : readKey(text));
  return { table, part: row.part, after: key(row.after), upTo: key(row.upTo), rows: row.rows };
}
