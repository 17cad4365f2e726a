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
export function tooWide(table: PlanTable, encoding: string): string | null {
  const header = 24 + Math.ceil(table.columns.length / 8);
  const most = table.columns.reduce((sum, column) => sum + mostOf(column), header);
  if (most <= mostBytes) return null;
  return groups(
    table.columns.map((column) => widthSql(column, encoding)),
    header,
  )
    .join(' + ')
    .concat(` > ${mostBytes}`);
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

function widthSql(column: PlanColumn, encoding: string): string {
  const c = quoteName(column.source);
  const stored = storedSql(column, c, encoding);
  const width = fixed(column) ?? `case when ${stored} < ${shortest} then ${stored} + 1 else ${pointer} end`;
  return `case when ${c} is null then 0 else ${width} end`;
}

/** Bytes of a value of any length as PostgreSQL stores it, without the one that says how many: never more than those. */
function storedSql({ conversion }: PlanColumn, c: string, encoding: string): string {
  switch (conversion) {
    case 'numeric':
      return numericSql(c);
    case 'jsonb':
    case 'network':
      // The smallest that there is; blanks of the text are not kept.
      return '4';
    case 'array':
    case 'textArray':
      return '12';
    default:
      // A character of UTF-16 has two bytes or more, where UTF-8 may have one.
      return encoding === 'UTF-8' ? `length(cast(${c} as blob))` : `length(${c})`;
  }
}

/**
 * Four decimal digits in two bytes behind a header, without zeros at the ends:
 * https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL
 */
function numericSql(c: string): string {
  const text = `(cast(${c} as text) || 'e')`;
  const mantissa = `substr(${text}, 1, instr(lower(${text}), 'e') - 1)`;
  const digits = `length(trim(replace(replace(${mantissa}, '-', ''), '.', ''), '0'))`;
  return `(2 + 2 * ((${digits} + 3) / 4))`;
}

/** SQLite reads expressions of up to a thousand levels, and a sum of as many terms is that deep. */
function groups(terms: string[], first: number): string[] {
  const found = [String(first)];
  for (let at = 0; at < terms.length; at += 400) found.push(`(${terms.slice(at, at + 400).join(' + ')})`);
  return found;
}
