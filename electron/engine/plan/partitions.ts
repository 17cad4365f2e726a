import type { TableProfile } from '../../../shared/model/index.ts';
import { monthNumber, monthText } from '../source/months.ts';

/** Months without a row that may lie inside the bulk of the data: a winter in the garage, no broken clock. */
const maxGap = 12;
/** Months made ahead of the newest one. */
const ahead = 3;
const mostMonths = 240;
/** A range needs an end that can be written down: the month after it. */
const lastMonth = monthNumber('9999-11');

/**
 * Monthly ranges for a time column: the bulk of the data and some months ahead. A clock that stood in 1970 or a GPS
 * fix of 2080 must not make hundreds of empty partitions: months far from the bulk stay in the DEFAULT partition.
 */
export function partitionMonths(source: string, profile: TableProfile): string[] | null {
  const time = profile.columns[source]?.time;
  if (!time) return null;
  const bulk = bulkOf(time.months);
  if (bulk.length === 0) return [];
  const first = monthNumber(bulk[0] as string);
  const last = Math.min(monthNumber(bulk[bulk.length - 1] as string) + ahead, lastMonth);
  // With more months than this the oldest ones share the DEFAULT partition.
  const from = Math.max(first, last - mostMonths + 1);
  return Array.from({ length: last - from + 1 }, (_, i) => monthText(from + i));
}

/** The run of months, without long gaps, that holds most rows. */
export function bulkOf(months: { month: string; rows: number }[]): string[] {
  let best: string[] = [];
  let bestRows = 0;
  let run: string[] = [];
  let rows = 0;
  for (const { month, rows: count } of months) {
    const previous = run[run.length - 1];
    if (previous !== undefined && distance(previous, month) > maxGap) {
      run = [];
      rows = 0;
    }
    run.push(month);
    rows += count;
    if (rows > bestRows) {
      best = [...run];
      bestRows = rows;
    }
  }
  return best;
}

function distance(a: string, b: string): number {
  return monthNumber(b) - monthNumber(a);
}
