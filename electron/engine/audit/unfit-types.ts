import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/model/index.ts';
import { conversionOf } from '../convert/column.ts';
import { type Conversion, Trouble } from '../convert/types.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { columnTypeOf } from '../plan/set.ts';
import { quoteName } from '../source/sql.ts';

/** So many rows are looked through for so many values: a person waits for it with a list open. */
const looked = { rows: 50_000, values: 500 };
/** A value that is longer says nothing more of its kind, and takes its time. */
const longest = 10_000;

/**
 * By column, the types that none of the values seen there could be kept in, not even repaired: choosing one of them
 * would empty the column. Whether a text is a number or a date only its conversion tells. A column in which no value
 * was seen has none.
 * @param types as `columnTypeOf` knows them
 */
export function unfitTypes(
  db: Database,
  table: SourceTable,
  types: readonly string[],
  encoding: TextEncoding,
): Record<string, string[]> {
  const wanted = types.map((type) => ({ type, conversion: conversionOf(columnTypeOf(type)) }));
  const found = table.columns.map(({ name }): [string, string[]] => {
    const fitting = new Set<Conversion>();
    const open = new Set(wanted.map(({ conversion }) => conversion));
    let seen = 0;
    for (const value of valuesOf(db, table.name, name, encoding)) {
      seen++;
      for (const conversion of open) {
        const encoded = conversion.encode(value);
        if (encoded instanceof Trouble && encoded.text === null) continue;
        fitting.add(conversion);
        open.delete(conversion);
      }
      if (open.size === 0) break;
    }
    const isUnfit = (conversion: Conversion) => seen > 0 && !fitting.has(conversion);
    return [name, wanted.flatMap(({ type, conversion }) => (isUnfit(conversion) ? [type] : []))];
  });
  // Not by assignment: a column may be called __proto__.
  return Object.fromEntries(found);
}

function* valuesOf(db: Database, table: string, column: string, encoding: TextEncoding) {
  const c = quoteName(column);
  const rows = db
    .prepare(
      `select ${exactColumns(column)} from (select ${c} from ${quoteName(table)} limit ${looked.rows})
       where ${c} is not null and octet_length(${c}) <= ${longest} limit ${looked.values}`,
    )
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  for (const [storage, raw] of rows) {
    const value = exactValue(storage, raw, encoding);
    if (value !== null) yield value;
  }
}
