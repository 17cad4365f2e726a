import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';

/** A row has to fit a page with its header: https://www.postgresql.org/docs/current/limits.html */
const mostBytes = 8160;
/** What stands in the row for a value that was moved out of it; shorter ones stay where they are. */
const pointer = 18;
const shortest = 24;

/**
 * SQLite's condition for the rows of a table that no page of PostgreSQL can hold: values of fixed width stay in their row,
 * and longer ones leave a pointer there. Null where every row fits. Alignment is left out, so that a row that is told does
 * not fit for sure. https://www.postgresql.org/docs/current/storage-toast.html, storage-page-layout.html
 */
export function tooWide(table: PlanTable): string | null {
  const header = 24 + Math.ceil(table.columns.length / 8);
  const most = table.columns.reduce((sum, column) => sum + mostOf(column), header);
  if (most <= mostBytes) return null;
  return groups(table.columns.map(widthSql), header).join(' + ').concat(` > ${mostBytes}`);
}

/** Bytes of a value of fixed width; null for one of any length. */
function fixed({ type, conversion }: PlanColumn): number | null {
  switch (conversion) {
    case 'boolean':
      return 1;
    case 'integer':
      return type === 'smallint' ? 2 : type === 'integer' ? 4 : 8;
    case 'real':
    case 'date':
      return 4;
    case 'double':
    case 'timestamp':
    case 'timestamptz':
    case 'time':
      return 8;
    case 'uuid':
    case 'interval':
      return 16;
    default:
      return null;
  }
}

function mostOf(column: PlanColumn): number {
  return fixed(column) ?? Math.min(shortest, pointer + column.facts.maxBytes);
}

function widthSql(column: PlanColumn): string {
  const c = quoteName(column.source);
  const bytes = fixed(column);
  const width =
    bytes ??
    `case when length(cast(${c} as blob)) < ${shortest} then length(cast(${c} as blob)) + 1 else ${pointer} end`;
  return `case when ${c} is null then 0 else ${width} end`;
}

/** SQLite reads expressions of up to a thousand levels, and a sum of as many terms is that deep. */
function groups(terms: string[], first: number): string[] {
  const found = [String(first)];
  for (let at = 0; at < terms.length; at += 400) found.push(`(${terms.slice(at, at + 400).join(' + ')})`);
  return found;
}
