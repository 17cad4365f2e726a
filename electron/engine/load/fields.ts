import type { PlanColumn } from '../../../shared/model/index.ts';
import { conversionOf } from '../convert/column.ts';
import { copyField, nullable, nullMark } from '../convert/copytext.ts';
import { Trouble } from '../convert/types.ts';
import {
  exactRaw,
  exactValue,
  mostArguments,
  type SqlValue,
  storageLetters,
  type TextEncoding,
} from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';

/** A value that did not cross exactly, found while a row was encoded. */
export interface FieldTrouble {
  column: PlanColumn;
  trouble: Trouble;
}

/**
 * How the COPY fields of a table come out of SQLite. Columns that the audit proved clean are formatted by SQLite
 * itself, neighbours joined into one text; the others come exactly and are encoded one by one.
 */
export interface FieldPlan {
  /** Result columns for the SELECT, in order. */
  select: string[];
  /** True when one result column is the whole line: rows can then be joined inside SQLite. */
  whole: boolean;
  /** Makes the line of one row from its result columns (from `at` on); null when the row goes to quarantine. */
  line(row: unknown[], at: number, troubles: FieldTrouble[]): string | null;
}

/**
 * A column on its way into the target. `late`: looked at, and NULL for now, because it refers to rows that come later.
 * `noted`: there is no such column in the target; what it holds becomes an exception, and no field.
 */
export type LoadColumn = PlanColumn & { role?: 'late' | 'noted' };

type Part = { kind: 'joined' } | { kind: 'single'; column: LoadColumn };

/** Plans the fields of the given columns, in their order. */
export function planFields(columns: LoadColumn[], encoding: TextEncoding): FieldPlan {
  const select: string[] = [];
  const parts: Part[] = [];
  let joined: string[] = [];
  const flush = (): void => {
    if (joined.length === 0) return;
    // Always text: a lone INTEGER would reach JavaScript as a number, which ends at 2^53.
    select.push(`concat_ws(char(9), ${joined.join(', ')})`);
    parts.push({ kind: 'joined' });
    joined = [];
  };
  for (const column of columns) {
    if (column.absent) {
      joined.push(`'${nullMark}'`);
      if (joined.length === mostArguments) flush();
      continue;
    }
    const c = quoteName(column.source);
    const sql = column.role ? null : conversionOf(column).copySql(c, column.facts);
    if (sql !== null) {
      joined.push(nullable(sql, column.source, column.facts.nulls));
      if (joined.length === mostArguments) flush();
      continue;
    }
    flush();
    select.push(exactRaw(column.source));
    parts.push({ kind: 'single', column });
  }
  flush();
  const singles = parts.flatMap((part) => (part.kind === 'single' ? [part.column.source] : []));
  if (singles.length > 0) select.push(storageLetters(singles));
  return {
    select,
    whole: parts.length === 1 && parts[0]?.kind === 'joined',
    line: (row, at, troubles) => assemble(parts, row, at, troubles, encoding),
  };
}

function assemble(
  parts: Part[],
  row: unknown[],
  at: number,
  troubles: FieldTrouble[],
  encoding: TextEncoding,
): string | null {
  let line = '';
  let i = at;
  let single = 0;
  const letters = row[at + parts.length] as string;
  let quarantined = false;
  for (const part of parts) {
    if (part.kind === 'joined') {
      line += `${i > at ? '\t' : ''}${String(row[i++])}`;
      continue;
    }
    const value = exactValue(letters[single++], row[i++], encoding);
    const { role } = part.column;
    if (role === 'noted') {
      if (value !== null) troubles.push({ column: part.column, trouble: nowhere });
      continue;
    }
    const field = copyFieldOf(part.column, value, troubles);
    if (field === null) quarantined = true;
    line += `${i > at + 1 ? '\t' : ''}${role === 'late' ? nullMark : (field ?? nullMark)}`;
  }
  return quarantined ? null : line;
}

/** What becomes of a value whose column the target does not have. */
export const nowhere = new Trouble('adopt.noColumn', null, 'the target has no such column');

/** One value as a COPY field through the plan; null when its row cannot stay. Adds what did not cross exactly. */
export function copyFieldOf(column: PlanColumn, value: SqlValue, troubles: FieldTrouble[]): string | null {
  if (value === null) {
    if (column.nullable) return nullMark;
    const reason = 'NULL in a column that is NOT NULL';
    troubles.push({ column, trouble: new Trouble('notNull', null, reason) });
    return null;
  }
  const encoded = encodeValue(column, value);
  if (!(encoded instanceof Trouble)) return copyField(encoded);
  troubles.push({ column, trouble: encoded });
  return encoded.text === null && mustHold(column) ? null : copyField(encoded.text);
}

/** True for a column whose row stays out where it cannot hold the value. */
export function mustHold(column: PlanColumn): boolean {
  return !column.nullable || column.strict === true;
}

/** A value through the plan: a repair that a person declined becomes NULL, its original kept like any other. */
export function encodeValue(column: PlanColumn, value: Exclude<SqlValue, null>): string | Trouble {
  const encoded = conversionOf(column).encode(value);
  const declined = encoded instanceof Trouble && column.declined.includes(encoded.code);
  return declined ? new Trouble(encoded.code, null, encoded.reason) : encoded;
}
