import type { Database } from 'better-sqlite3';
import type { PlanTable, SourceTable } from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import type { Key } from '../load/keys.ts';
import { everyRow, type RowRange } from '../source/pages/trees.ts';
import { quoteName } from '../source/sql.ts';

/** Rows that are not the same in two snapshots of one source, by the key they are read by. */
export interface Changes {
  inserted: Key[];
  changed: { before: Key; after: Key }[];
  deleted: Key[];
}

/** Name under which the earlier snapshot is attached. */
export const earlier = 'earlier';
/** Rows compared in one call: between two calls a cancel gets through. */
const rowsPerStep = 100_000;

/** Attaches the earlier snapshot to a connection on the later one. */
export function attachEarlier(db: Database, path: string): void {
  db.prepare(`attach ? as ${earlier}`).run(path);
}

/**
 * Compares a table of both snapshots inside SQLite: both are walked in key order, side by side, and only rows that
 * differ come out. `onRows` is told after each step how many rows were looked at.
 * @param within ranges of rowids outside of which nothing differs; null where nothing is known
 */
export async function findChanges(
  db: Database,
  table: PlanTable,
  source: SourceTable,
  encoding: TextEncoding,
  within: readonly RowRange[] | null,
  onRows: (rows: number) => Promise<void>,
): Promise<Changes> {
  const changes: Changes = { inserted: [], changed: [], deleted: [] };
  const ranges = table.read.by === 'rowid' ? within : null;
  if (ranges?.length === 0) return changes;
  const sides = sidesOf(table, source);
  const both = db.prepare(
    `select ${sides.key('n')}, ${sides.key('o')} from main.${quoteName(table.source)} n
     left join ${earlier}.${quoteName(table.source)} o on ${sides.same}
     where (${sides.isMissing('o')} or ${sides.differs})${sides.inRange('n')}`,
  );
  const keep = (row: unknown[]): void => {
    const after = keyOf(row.slice(0, row.length / 2), encoding);
    const before = keyOf(row.slice(row.length / 2), encoding);
    if (!after) throw new Error(`a row of ${table.source} has no key`);
    if (before) changes.changed.push({ before, after });
    else changes.inserted.push(after);
  };
  const missing = (where: string) =>
    db
      .prepare(
        `select ${sides.key('o')} from ${earlier}.${quoteName(table.source)} o
         left join main.${quoteName(table.source)} n on ${sides.same} where ${sides.isMissing('n')}${where}`,
      )
      .raw();
  const lost = (row: unknown): void => void changes.deleted.push(keyOf(row as unknown[], encoding) as Key);
  if (ranges !== null) {
    const gone = missing(sides.inRange('o'));
    for (const { from, to } of ranges) {
      for (const row of both.raw().all(from, to) as unknown[][]) keep(row);
      gone.all(from, to).forEach(lost);
      await onRows(0);
    }
    return changes;
  }
  for await (const range of steps(db, table, onRows)) {
    for (const row of both.raw().all(...range) as unknown[][]) keep(row);
  }
  const gone = count(db, earlier, table) + changes.inserted.length - count(db, 'main', table);
  if (gone > 0) missing('').all().forEach(lost);
  return changes;
}

interface Sides {
  key(side: 'n' | 'o'): string;
  same: string;
  differs: string;
  isMissing(side: 'n' | 'o'): string;
  /** Condition with a placeholder for the first and the last rowid; empty where the table is compared at once. */
  inRange(side: 'n' | 'o'): string;
}

function sidesOf(table: PlanTable, source: SourceTable): Sides {
  const { read } = table;
  const columns = read.by === 'rowid' ? [read.name] : read.columns;
  const of = (side: string, name: string) => `${side}.${quoteName(name)}`;
  const first = columns[0] as string;
  return {
    key: (side) =>
      columns.map((name) => exactColumns(name).replaceAll(quoteName(name), () => of(side, name))).join(', '),
    same: columns.map((name) => `${of('o', name)} = ${of('n', name)}`).join(' and '),
    differs:
      source.columns
        .filter((c) => c.generated === null && c.name !== source.rowidAlias)
        .map((c) => {
          // By its bytes, whatever the column's own collation overlooks.
          const value = `${of('n', c.name)} collate binary is not ${of('o', c.name)}`;
          if (c.affinity !== 'BLOB') return value;
          // 1 and 1.0 are equal, and so are 0.0 and -0.0; only a column without a type can hold either.
          const storage = `typeof(${of('n', c.name)}) <> typeof(${of('o', c.name)})`;
          const sign = `atan2(0.0, ${of('n', c.name)}) is not atan2(0.0, ${of('o', c.name)})`;
          return `${value} or ${storage} or typeof(${of('n', c.name)}) = 'real' and ${sign}`;
        })
        .join(' or ') || 'false',
    isMissing: (side) => `${of(side, first)} is null`,
    inRange: (side) => (read.by === 'rowid' ? ` and ${of(side, first)} between ? and ?` : ''),
  };
}

/** Ranges of rowids with a bounded number of rows each; other tables are small enough for one step. */
async function* steps(
  db: Database,
  table: PlanTable,
  onRows: (rows: number) => Promise<void>,
): AsyncGenerator<bigint[]> {
  if (table.read.by !== 'rowid') {
    yield [];
    await onRows(count(db, 'main', table));
    return;
  }
  const rowid = quoteName(table.read.name);
  const next = db
    .prepare(
      `select max(r), count(*) from (select ${rowid} as r from main.${quoteName(table.source)}
       where ${rowid} >= ? order by ${rowid} limit ${rowsPerStep})`,
    )
    .raw()
    .safeIntegers();
  for (let from = everyRow.from; ; ) {
    const [last, rows] = next.get(from) as [bigint | null, bigint];
    if (last === null) return;
    yield [from, last];
    await onRows(Number(rows));
    if (last === everyRow.to) return;
    from = last + 1n;
  }
}

function count(db: Database, side: string, table: PlanTable): number {
  return db
    .prepare(`select count(*) from ${side}.${quoteName(table.source)}`)
    .pluck()
    .get() as number;
}

/** Null where a row has no counterpart. */
function keyOf(row: unknown[], encoding: TextEncoding): Key | null {
  const values: Key = [];
  for (let i = 0; i < row.length; i += 2) {
    const value = exactValue(row[i], row[i + 1], encoding);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
