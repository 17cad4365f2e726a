import type { WayBackChoices } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { fieldValue } from '../convert/copytext.ts';
import { fieldsOf } from '../diff/lines.ts';
import type { Brought } from './rebuild-tables.ts';

/** Rows that are named in an error; all of them are in `count`. */
const shown = 20;

/** A row that is not in the file, as PostgreSQL prints it; the names are PostgreSQL's. */
export interface AsideRow {
  table: string;
  key: string;
  column: string | null;
  reason: string;
  row: Record<string, string | null> | null;
}

/** @throws AppError restore.conflict {run, table, key, column, reason, count, rows} unless they may stay out */
export function requireFitting(run: string, unfit: Brought['unfit'], { unfit: what }: WayBackChoices): void {
  const [first] = unfit;
  if (!first || what === 'aside') return;
  const lines = unfit.slice(0, shown).map(({ table, key, column, reason }) => {
    return `${table} ${key}${column === null ? '' : ` ${column}`}: ${reason}`;
  });
  const { table, key, column, reason } = first;
  throw new AppError('restore.conflict', {
    ...{ run, table, key, column: column ?? '', reason, count: unfit.length },
    rows: lines.join('; ') + (unfit.length > shown ? '; …' : ''),
  });
}

export function asideRows(unfit: Brought['unfit']): AsideRow[] {
  return unfit.map(({ table, key, column, reason, difference, way }) => {
    const fields = difference.target === null ? null : fieldsOf(difference.target).map(fieldValue);
    const entries = way.actual.columns.map((c, i) => [c.target, fields?.[i] ?? null] as const);
    return { table, key, column, reason, row: fields && Object.fromEntries(entries) };
  });
}
