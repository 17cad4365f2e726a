import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/model/index.ts';
import { quoteName } from './sql.ts';

const aMonth = /^\d{4}-(0[1-9]|1[0-2])$/;

/**
 * Rows per month (`2025-08`) of a column, ascending, by the first seven characters of its texts; what does not begin
 * with a month is left out. With an index that starts with the column it jumps from month to month and counts inside
 * the index; otherwise it groups the whole table once.
 */
export function monthsOf(
  db: Database,
  table: SourceTable,
  column: string,
): { month: string; rows: number }[] {
  // A column's own collation is not the one of the index, and SQLite may not even know it.
  const c = `${quoteName(column)} collate binary`;
  const from = quoteName(table.name);
  const indexed = table.indexes.some(
    (i) => i.where === null && i.terms[0]?.column === column && i.terms[0].collation === 'BINARY',
  );
  if (!indexed) {
    const grouped = db
      .prepare(
        `select substr(${c}, 1, 7) as month, count(*) as rows from ${from} where typeof(${c}) = 'text' group by 1 order by 1`,
      )
      .all() as { month: string; rows: number }[];
    return grouped.filter(({ month }) => aMonth.test(month));
  }
  const next = db.prepare(`select min(${c}) from ${from} where ${c} >= ? and ${c} < ':'`).pluck();
  const count = db.prepare(`select count(*) from ${from} where ${c} >= ? and ${c} < ?`).pluck();
  const months: { month: string; rows: number }[] = [];
  let first = next.get(monthText(firstMonth)) as unknown;
  while (typeof first === 'string') {
    const month = first.slice(0, 7);
    const after = monthAfter(first);
    // Every text of a month sorts before the one behind it.
    if (aMonth.test(month)) months.push({ month, rows: count.get(month, after) as number });
    first = next.get(after) as unknown;
  }
  return months;
}

const firstMonth = monthNumber('0001-01');
const lastMonth = monthNumber('9999-12');

/** The first month whose text sorts behind this one, which can be anything; behind the last month a text of no year. */
function monthAfter(text: string): string {
  let [low, high] = [firstMonth, lastMonth + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (monthText(middle) > text) high = middle;
    else low = middle + 1;
  }
  return low > lastMonth ? ':' : monthText(low);
}

/** Months since the year 0, so that they can be counted with. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** `2025-08` for a month number. */
export function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** `2025-12` gives `2026-01`. */
export function nextMonth(month: string): string {
  return monthText(monthNumber(month) + 1);
}
