import type { Database } from 'better-sqlite3';
import type { ColumnProfile, SourceTable, TableProfile } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { highestCounted, lastId } from '../source/ids.ts';
import { monthsOf } from '../source/months.ts';
import type { RowRange } from '../source/pages/trees.ts';
import { fold, quoteName } from '../source/sql.ts';
import { mergeFacts, mostRowBytes, noFacts } from './facts.ts';
import { lookCloser, registerFunctions, timeKind } from './look.ts';
import { canScan, type Range, rangesOf } from './range.ts';
import { rangeFactsOf } from './range-crew.ts';

export interface ProfileOptions {
  /** Time column whose rows are counted per month. */
  monthsOf: string | null;
  encoding: TextEncoding;
  /** Rowids that count, where not all of them do; a table that cannot be read by these is looked at as a whole. */
  within?: readonly RowRange[];
  /** Called between two ranges: gives control back, and throws to stop. */
  pause(): Promise<void>;
}

/** Says what every column of a table holds. */
export async function profileTable(
  db: Database,
  table: SourceTable,
  options: ProfileOptions,
): Promise<TableProfile> {
  registerFunctions(db, options.encoding);
  const { rows, facts } = canScan(table, options.encoding)
    ? await byRanges(db, table, options)
    : allAtOnce(db, table);
  const columns = table.columns.map((column, i): [string, ColumnProfile] => {
    const profile = facts[i] as ColumnProfile;
    // The plan finds it in any case, as SQLite does.
    if (profile.time && options.monthsOf === fold(column.name))
      profile.time.months = monthsOf(db, table, column.name);
    return [column.name, profile];
  });
  const isAtEnd = table.columns.some(
    (c, i) => c.name === table.rowidAlias && facts[i]?.maxInteger === lastId,
  );
  const highestFree = isAtEnd ? highestCounted(db, table) : null;
  // Not by assignment: a column may be called __proto__.
  return {
    table: table.name,
    rows,
    maxRowBytes: mostRowBytes(facts),
    highestFree,
    columns: Object.fromEntries(columns),
  };
}

interface Found {
  rows: number;
  facts: ColumnProfile[];
}

async function byRanges(db: Database, table: SourceTable, options: ProfileOptions): Promise<Found> {
  const ranges: Range[] = [];
  for (const range of rangesOf(db, table, options.within)) {
    ranges.push(range);
    // Every range is a millisecond here.
    if (ranges.length % 100 === 0) await options.pause();
  }
  const parts = await rangeFactsOf(db, table, ranges, options.pause);
  const none = table.columns.map((column) => noFacts(timeKind(column) !== null));
  const facts = parts.reduce(
    (sum, part) => sum.map((all, i) => mergeFacts(all, part[i] as ColumnProfile)),
    none,
  );
  return { rows: ranges.reduce((n, range) => n + range.rows, 0), facts };
}

function allAtOnce(db: Database, table: SourceTable): Found {
  const rows = { table: table.name, where: null, values: [] };
  return {
    rows: db
      .prepare(`select count(*) from ${quoteName(table.name)}`)
      .pluck()
      .get() as number,
    facts: lookCloser(db, rows, table.columns),
  };
}
