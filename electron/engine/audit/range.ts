import { isUtf8 } from 'node:buffer';
import type { Database, Statement } from 'better-sqlite3';
import type { ColumnProfile, SourceColumn, SourceTable } from '../../../shared/model/index.ts';
import { mostArguments } from '../convert/values.ts';
import { errorCode } from '../source/failure.ts';
import { everyRow, type RowRange } from '../source/pages/trees.ts';
import { quoteName } from '../source/sql.ts';
import { lookCloser, type Rows, timeKind } from './look.ts';
import { ColumnScan, scanRows } from './scan.ts';

/** Rows behind `after` up to `upTo`, by rowid. */
export interface Range {
  after: bigint | null;
  upTo: bigint;
  rows: number;
}

/** Rows of one range: some milliseconds of work, so that a cancel gets through and threads end together. */
export const rangeRows = 50_000;
/** Bound for the JSON text of one block before its escapes; blocks are far smaller where values are. */
const blockBytes = 16 * 1024 * 1024;
const mostRows = 500;
const leastCell = 200;

/** True when rows can be read by rowid, and SQLite prints their bytes as they are. */
export function canScan(table: SourceTable, encoding: string): boolean {
  return !table.withoutRowid && encoding === 'UTF-8';
}

/**
 * Cuts a table into ranges of equal size. Reads rowids alone.
 * @param within rowids that count: of each of these the pieces come one after the other
 */
export function* rangesOf(
  db: Database,
  table: SourceTable,
  within: readonly RowRange[] = [everyRow],
): Generator<Range> {
  const rowid = quoteName(table.rowidName ?? 'rowid');
  const next = db
    .prepare(
      `select max(k), count(*) from (select ${rowid} as k from ${quoteName(table.name)}
       where ${rowid} between ? and ? order by ${rowid} limit ${rangeRows})`,
    )
    .raw()
    .safeIntegers();
  for (const { from, to } of within) {
    for (let first = from; first <= to; ) {
      const [upTo, rows] = next.get(first, to) as [bigint | null, bigint];
      if (upTo === null) break;
      yield { after: first === everyRow.from ? null : first - 1n, upTo, rows: Number(rows) };
      first = upTo + 1n;
    }
  }
}

/** The facts about every column of a table in one range: it is read once for as many columns as SQLite prints at once. */
export function rangeFacts(db: Database, table: SourceTable, range: Range): ColumnProfile[] {
  const facts: ColumnProfile[] = [];
  for (let at = 0; at < table.columns.length; at += mostArguments)
    facts.push(...factsOf(db, table, table.columns.slice(at, at + mostArguments), range));
  return facts;
}

function factsOf(db: Database, table: SourceTable, columns: SourceColumn[], range: Range): ColumnProfile[] {
  const scans = columns.map((column) => new ColumnScan(timeKind(column)));
  const scanned = scan(db, table, columns, range, scans);
  const rowid = quoteName(table.rowidName ?? 'rowid');
  const rows: Rows = {
    table: table.name,
    where: range.after === null ? `${rowid} <= ?` : `${rowid} > ? and ${rowid} <= ?`,
    values: range.after === null ? [range.upTo] : [range.after, range.upTo],
  };
  const isKnown = (i: number) => scanned && scans[i]?.odd === false;
  const closer = lookCloser(
    db,
    rows,
    columns.filter((_, i) => !isKnown(i)),
  );
  return scans.map((found, i) => (isKnown(i) ? found.facts() : (closer.shift() as ColumnProfile)));
}

/** Reads the range once; false when SQLite could not print it. */
function scan(
  db: Database,
  table: SourceTable,
  columns: SourceColumn[],
  range: Range,
  scans: ColumnScan[],
): boolean {
  const limit = Math.max(1, Math.min(mostRows, Math.floor(blockBytes / leastCell / scans.length)));
  const cell = Math.floor(blockBytes / limit / scans.length);
  const rowid = quoteName(table.rowidName ?? 'rowid');
  const printed = columns.map((column) => printedSql(column, cell)).join(', ');
  const read = (where: string): Statement =>
    db
      .prepare(
        `select max(k), cast(group_concat(l, char(10)) as blob) from
         (select ${rowid} as k, json_array(${printed}) as l from ${quoteName(table.name)}
          where ${where} ${rowid} <= ? order by ${rowid} limit ${limit})`,
      )
      .raw()
      .safeIntegers();
  const following = read(`${rowid} > ? and`);
  const block = (after: bigint | null) =>
    (after === null ? read('').get(range.upTo) : following.get(after, range.upTo)) as [bigint | null, Buffer];
  try {
    for (let after = range.after; ; ) {
      const [last, json] = block(after);
      if (last === null) return true;
      scanRows(json, scans);
      // Which column it is does not matter: all that could be are looked at.
      if (!isUtf8(json)) for (const each of scans) each.odd ||= each.hasNonAscii;
      after = last;
    }
  } catch (error) {
    // A row of long values may be longer than SQLite's texts may be.
    if (errorCode(error) === 'SQLITE_TOOBIG') return false;
    throw error;
  }
}

/** Whatever would make the text long, or is no INTEGER or TEXT, becomes infinity: SQLite will be asked about it. */
function printedSql(column: SourceColumn, cell: number): string {
  const c = quoteName(column.name);
  // A BLOB may happen to be SQLite's own binary JSON, and would be printed as a text, a number or null.
  if (timeKind(column) !== null || column.affinity === 'TEXT' || column.affinity === 'BLOB')
    return `iif(typeof(${c}) = 'blob' or octet_length(${c}) > ${cell}, 9e999, ${c})`;
  return `iif(typeof(${c}) in ('integer', 'null'), ${c}, 9e999)`;
}
