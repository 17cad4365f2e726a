import type { Database } from 'better-sqlite3';
import type { PlanColumn, PlanTable, SourceTable } from '../../../shared/model/index.ts';
import { conversionOf, decodeColumn } from '../convert/column.ts';
import { Trouble } from '../convert/types.ts';
import { exactColumns, exactValue, type SqlValue, type TextEncoding } from '../convert/values.ts';
import { encodeValue } from '../load/fields.ts';
import { troubles } from '../plan/columns.ts';
import { quoteName } from '../source/sql.ts';
import { troubleCondition } from './conditions.ts';

/** A row whose values do not all cross as they are: what SQLite has, and what the target will have, by column. */
export interface ConvertedRow {
  before: Map<string, SqlValue>;
  /** As PostgreSQL prints it. */
  after: Map<string, string | null>;
  /** The same as SQLite would hold it, to ask SQLite about the row as it will be. */
  values: Map<string, SqlValue>;
}

/** Columns of a table with values that the target spells otherwise than the source. */
export function changingColumns(table: PlanTable): PlanColumn[] {
  return table.columns.filter(
    (column) =>
      isUnproved(column) ||
      troubles(column.conversion, column.facts) > 0 ||
      (column.facts.time?.trailingZeros ?? 0) > 0,
  );
}

/** What a type or a form asks of values is not in the profile: only reading them tells, where nothing proves them all. */
function isUnproved(column: PlanColumn): boolean {
  const asks = column.fit !== undefined || column.form !== undefined;
  return asks && conversionOf(column).copySql(quoteName(column.source), column.facts) === null;
}

/**
 * The rows in which one of the given columns changes, as they will be in the target; rows that go to quarantine are not
 * there. Reads the columns of the table that are named, and only those rows.
 * @param held SQLite's condition for the rows that count
 */
export function* convertedRows(
  db: Database,
  source: SourceTable,
  table: PlanTable,
  changing: PlanColumn[],
  names: string[],
  encoding: TextEncoding,
  held = '1',
): Generator<ConvertedRow> {
  if (changing.length === 0) return;
  const columns = names.map((name) => table.columns.find((c) => c.source === name)).filter((c) => !!c);
  const where = `${held} and (${changing.map(changes).join(' or ')})`;
  const rows = db
    .prepare(`select ${names.map(exactColumns).join(', ')} from ${quoteName(source.name)} where ${where}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  for (const row of rows) {
    const converted = convert(columns, row, encoding);
    if (converted !== null) yield converted;
  }
}

/** SQLite condition for the rows in which a column changes. */
export function changes(column: PlanColumn): string {
  if (isUnproved(column)) return `${quoteName(column.source)} is not null`;
  const odd = troubleCondition(column.conversion, column.source);
  // Zeros at the end of the decimals are another spelling of the same time.
  return column.facts.time ? `(${odd} or instr(${quoteName(column.source)}, '.') > 0)` : odd;
}

/** Decimals only where there are some. */
const plainly = { sixDecimals: false, alwaysDecimals: false };

function convert(columns: PlanColumn[], row: unknown[], encoding: TextEncoding): ConvertedRow | null {
  const found: ConvertedRow = { before: new Map(), after: new Map(), values: new Map() };
  for (const [i, column] of columns.entries()) {
    const value = exactValue(row[2 * i], row[2 * i + 1], encoding);
    const encoded = value === null ? null : encodeValue(column, value);
    const text = encoded instanceof Trouble ? encoded.text : encoded;
    if (text === null && !column.nullable) return null;
    found.before.set(column.source, value);
    found.after.set(column.source, text);
    const same = !(encoded instanceof Trouble);
    found.values.set(
      column.source,
      text === null ? null : same ? value : decodeColumn(column, text, plainly),
    );
  }
  return found;
}
