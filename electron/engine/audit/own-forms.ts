import type { Database } from 'better-sqlite3';
import type {
  ColumnFit,
  ColumnTroubles,
  ConversionName,
  SourceTable,
  ValueForm,
} from '../../../shared/model/index.ts';
import { FormCounter } from '../convert/forms.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { changedBy } from '../plan/columns.ts';
import { quoteName } from '../source/sql.ts';
import { troubleCondition } from './conditions.ts';
import { scanColumn } from './troubles.ts';

/** Types that may hold what the declared one does not, by its conversion. */
const alternatives: Partial<Record<ConversionName, readonly ConversionName[]>> = {
  integer: ['text'],
  text: ['text'],
  boolean: ['boolean'],
  timestamp: ['timestamp', 'timestamptz'],
  date: ['timestamp', 'timestamptz'],
};

/**
 * What of the values of a column a type holds whose plain spelling is another one: numbers since 1970 or words for yes
 * and no, as whole families of programs write them, or numbers among texts. The alternative with the fewest troubles; null where there is none.
 */
export function spelledOtherwise(
  db: Database,
  table: SourceTable,
  column: string,
  wanted: ConversionName,
  encoding: TextEncoding,
): ColumnTroubles | null {
  let best: ColumnTroubles | null = null;
  for (const conversion of alternatives[wanted] ?? []) {
    const form = formFor(db, table, column, conversion, encoding);
    // A time of somebody's zone is a point in time, and one without a zone is none.
    const zoned = form?.kind === 'moment' && form.zone !== '';
    if ((form === null && conversion === wanted) || zoned !== (conversion === 'timestamptz')) continue;
    const where = form ? `${quoteName(column)} is not null` : troubleCondition(conversion, column);
    const by = { conversion, ...(form && { form }) };
    const found = { ...scanColumn(db, table, column, by, encoding, where), instead: true as const };
    if (best === null || changedBy(found) < changedBy(best)) best = found;
  }
  return best;
}

function formFor(
  db: Database,
  table: SourceTable,
  column: string,
  conversion: ConversionName,
  encoding: TextEncoding,
): ValueForm | null {
  // Texts are their own spelling, and the numbers among them come back as numbers, however few of each there are.
  if (conversion === 'text') return { kind: 'number' };
  const counter = counted(db, table.name, column, { conversion }, encoding);
  const form = counter.best();
  // Another zone among them would come back as this one.
  return form?.kind === 'moment' && !counter.isWhole(form) ? null : form;
}

/** The one spelling of a column's values for a type, null where they have none but its own. Every value is read. */
export function columnForm(
  db: Database,
  table: string,
  column: string,
  { conversion, fit }: { conversion: ConversionName; fit?: ColumnFit | undefined },
  encoding: TextEncoding,
): ValueForm | null {
  return counted(db, table, column, { conversion, fit }, encoding).best();
}

function counted(
  db: Database,
  table: string,
  column: string,
  { conversion, fit }: { conversion: ConversionName; fit?: ColumnFit | undefined },
  encoding: TextEncoding,
): FormCounter {
  const counter = new FormCounter(conversion, fit);
  const rows = db
    .prepare(`select ${exactColumns(column)} from ${quoteName(table)} where ${quoteName(column)} is not null`)
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  for (const row of rows) counter.add(exactValue(row[0], row[1], encoding));
  return counter;
}
