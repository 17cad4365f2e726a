import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import { decode } from '../convert/decode.ts';
import type { SqlValue, TextEncoding } from '../convert/values.ts';
import { copyFieldOf } from '../load/fields.ts';
import { rowReader } from '../load/reader.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import { rowidIn } from './reverse.ts';

/** The table as it is read when nothing is known of its values: each one goes through the conversion. */
export function carefully(table: PlanTable): PlanTable {
  const columns = table.columns.map((column) => {
    const f = column.facts;
    const facts = { ...f, nulls: f.nulls + 1, integers: f.integers + 1, reals: f.reals + 1 };
    Object.assign(facts, { texts: f.texts + 1, blobs: f.blobs + 1, notBoolean: f.notBoolean + 1 });
    return { ...column, facts };
  });
  return { ...table, columns };
}

/**
 * Tells whether a row of the rebuilt file is all that SQLite can hold of PostgreSQL's: a numeric with more digits than a
 * double, a NaN or an infinite time is there in its nearest form, and no other difference is let pass.
 */
export function heldAsFarAsPossible(
  db: Database,
  table: PlanTable,
  encoding: TextEncoding,
): (difference: LineDifference) => boolean {
  const read = rowReader(db, table, table.read, encoding);
  return ({ target }) => {
    const key = target && rowidIn(table, target);
    if (!key || !target) return false;
    let values: Record<string, SqlValue>;
    try {
      values = read(key);
    } catch {
      // Not there at all: a difference.
      return false;
    }
    const fields = fieldsOf(target);
    return table.columns.every((column, i) => {
      if (column.generated !== null) return true;
      const value = values[column.source] ?? null;
      const field = fields[i] ?? '';
      if (copyFieldOf(column, value, []) === field) return true;
      const text = fieldValue(field);
      const spelling = { sixDecimals: false, alwaysDecimals: false };
      return text !== null && same(decode(column.conversion, text, spelling), value);
    });
  };
}

function same(a: SqlValue, b: SqlValue): boolean {
  // A column of REAL affinity has 2.0 where an INTEGER was written, one of INTEGER affinity the other way round.
  if (typeof a === 'bigint' && typeof b === 'number') return Number(a) === b;
  if (typeof a === 'number' && typeof b === 'bigint') return a === Number(b);
  return Object.is(a, b);
}
