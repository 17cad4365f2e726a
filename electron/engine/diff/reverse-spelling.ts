import type { Database } from 'better-sqlite3';
import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import type { TimeSpelling } from '../convert/decode.ts';
import { plainTimeSql } from '../convert/time.ts';
import { quoteName } from '../source/sql.ts';

/** Reads from the snapshot how a time column is spelled; an empty one is taken for SQLAlchemy's. */
export function spellingOf(db: Database, table: PlanTable, column: PlanColumn): TimeSpelling {
  const kind = column.conversion === 'time' ? 'time' : 'timestamp';
  const width = kind === 'time' ? 8 : 19;
  const c = quoteName(column.source);
  const found = db
    .prepare(
      `select sum(length(${c}) = ${width}) as whole, sum(length(${c}) between ${width + 2} and ${width + 6}) as short,
         sum(length(${c}) = ${width + 7}) as six
       from ${quoteName(table.source)} where typeof(${c}) = 'text' and ${plainTimeSql(kind, c)}`,
    )
    .get() as { whole: number | null; short: number | null; six: number | null };
  const { whole, short, six } = found;
  return { sixDecimals: (short ?? 0) <= (six ?? 0), alwaysDecimals: (six ?? 0) > 0 && (whole ?? 0) === 0 };
}
