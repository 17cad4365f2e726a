import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';

const aMonth = `glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-*'`;

/**
 * Rows per month (`2025-08`) of a column that holds timestamps, ascending; text that begins with no month is left out. With an index that starts with the
 * column it jumps from month to month and counts inside the index; otherwise it groups the whole table once.
 */
export function monthsOf(
  db: Database,
  table: SourceTable,
  column: string,
): { month: string; rows: number }[] {
  const c = quoteName(column);
  const from = quoteName(table.name);
  const indexed = table.indexes.some(
    (i) => i.where === null && i.terms[0]?.column === column && i.terms[0].collation === 'BINARY',
  );
  if (!indexed) {
    return db
      .prepare(
        `select substr(${c}, 1, 7) as month, count(*) as rows from ${from} where typeof(${c}) = 'text' and ${c} ${aMonth} group by 1 order by 1`,
      )
      .all() as { month: string; rows: number }[];
  }
  const next = db.prepare(`select min(${c}) from ${from} where ${c} >= ?`).pluck();
  const count = db.prepare(`select count(*) from ${from} where ${c} >= ? and ${c} < ?`).pluck();
  const months: { month: string; rows: number }[] = [];
  let first = next.get('0') as unknown;
  while (typeof first === 'string') {
    const month = first.slice(0, 7);
    // Every text of this month sorts before this, also that of December 9999.
    const after = `${month}~`;
    if (/^\d{4}-\d\d$/.test(month)) months.push({ month, rows: count.get(month, after) as number });
    first = next.get(after) as unknown;
  }
  return months;
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
