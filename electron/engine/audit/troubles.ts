import type { Database } from 'better-sqlite3';
import type {
  Cause,
  ColumnTroubles,
  ConversionName,
  JsonValue,
  PlanColumn,
  Sample,
  SourceTable,
} from '../../../shared/model/index.ts';
import { type ColumnConversion, conversionOf } from '../convert/column.ts';
import { Trouble } from '../convert/types.ts';
import { exactColumns, exactValue, type TextEncoding, toJsonValue } from '../convert/values.ts';
import { refers } from '../plan/columns.ts';
import { quoteName } from '../source/sql.ts';
import { troubleCondition } from './conditions.ts';
import { changes } from './converted.ts';

const shown = 3;

/**
 * Reads the values of a column that do not cross exactly and asks the conversion itself what would become of each: the
 * same function that the load calls, so that the preview is what will happen. `where` narrows the rows to look at.
 */
export function scanTroubles(
  db: Database,
  table: SourceTable,
  column: string,
  conversion: ConversionName,
  encoding: TextEncoding,
  where = troubleCondition(conversion, column),
): ColumnTroubles {
  return scanColumn(db, table, column, { conversion }, encoding, where);
}

/** What was measured for a column as the plan has it: its conversion, and the spelling of its values. */
export function troublesFor(
  troubles: readonly ColumnTroubles[],
  table: string,
  { source, conversion, form }: PlanColumn,
): ColumnTroubles | undefined {
  const spelling = JSON.stringify(form);
  return troubles.find(
    (t) =>
      t.table === table &&
      t.column === source &&
      t.conversion === conversion &&
      JSON.stringify(t.form) === spelling,
  );
}

/** The same for a column of a plan, with what its type asks and the form of its values. */
export function columnTroubles(
  db: Database,
  table: SourceTable,
  column: PlanColumn,
  encoding: TextEncoding,
): ColumnTroubles {
  return scanColumn(db, table, column.source, column, encoding, changes(column));
}

/** What becomes of the values that `where` names, by a conversion with its form and what its type asks. */
export function scanColumn(
  db: Database,
  table: SourceTable,
  column: string,
  by: ColumnConversion,
  encoding: TextEncoding,
  where: string,
): ColumnTroubles {
  const { encode } = conversionOf(by);
  const keys = keyColumns(table);
  const rows = db
    .prepare(
      `select ${[column, ...keys].map(exactColumns).join(', ')} from ${quoteName(table.name)} where ${where}`,
    )
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  const declared = table.columns.find((c) => c.name === column);
  const notNull = declared !== undefined && (declared.notNull || refers(table, declared));
  const causes = new Map<string, Cause>();
  for (const row of rows) {
    const value = exactValue(row[0], row[1], encoding);
    if (value === null) continue;
    const encoded = encode(value);
    if (!(encoded instanceof Trouble)) continue;
    const cause = causes.get(encoded.code) ?? { code: encoded.code, repaired: 0, lost: 0, samples: [] };
    causes.set(encoded.code, cause);
    if (encoded.text === null) cause.lost++;
    else cause.repaired++;
    if (cause.samples.length < shown) {
      cause.samples.push(sampleOf(keys, row, encoding, toJsonValue(value), encoded.text, notNull));
    }
  }
  const sorted = [...causes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    table: table.name,
    column,
    conversion: by.conversion,
    ...(by.form && { form: by.form }),
    causes: sorted,
  };
}

/** Rows whose values are told apart in SQLite and would not be as uuid, as a cause. */
export function uuidCollisions(
  db: Database,
  table: SourceTable,
  column: string,
  where: string,
  encoding: TextEncoding,
): Cause {
  const keys = keyColumns(table);
  const columns = [column, ...keys].map(exactColumns).join(', ');
  const from = `from ${quoteName(table.name)} where ${where}`;
  const lost = db.prepare(`select count(*) ${from}`).pluck().get() as number;
  const rows = db
    .prepare(`select ${columns} ${from} order by lower(${quoteName(column)}) limit ${shown}`)
    .raw()
    .all() as unknown[][];
  const samples = rows.map((row) =>
    sampleOf(keys, row, encoding, toJsonValue(exactValue(row[0], row[1], encoding)), null, false),
  );
  return { code: 'uuid.collision', repaired: 0, lost, samples };
}

/** Columns that name a row in a sample: the primary key, else the rowid. */
export function keyColumns(table: SourceTable): string[] {
  if (table.primaryKey.length > 0) return table.primaryKey;
  return table.rowidName === null ? [] : [table.rowidName];
}

function sampleOf(
  keys: string[],
  row: unknown[],
  encoding: TextEncoding,
  value: JsonValue,
  after: string | null,
  notNull: boolean,
): Sample {
  const key = Object.fromEntries(
    keys.map((name, i) => [name, toJsonValue(exactValue(row[2 * i + 2], row[2 * i + 3], encoding))]),
  );
  const action = after !== null ? 'repaired' : notNull ? 'quarantined' : 'nulled';
  return { key, value: shorten(value), after: after === null ? null : after.slice(0, longest), action };
}

const longest = 200;

/** Samples are for looking at; the exceptions keep the whole value. */
function shorten(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.slice(0, longest);
  if (value !== null && typeof value === 'object' && 'base64' in value)
    return { base64: value.base64.slice(0, longest) };
  return value;
}
