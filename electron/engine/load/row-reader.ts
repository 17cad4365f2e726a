import type { Database } from 'better-sqlite3';
import type { PlanTable, ReadOrder } from '../../../shared/model/index.ts';
import { exactRaw, exactValue, type SqlValue, storageLetters, type TextEncoding } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { type Key, keyText } from './keys.ts';
import { boundKey, cached, orderBy } from './keyset.ts';

/** Values of one row, by the names of the source. */
export type Row = Record<string, SqlValue>;

/** Reads one whole row exactly, for the exceptions. */
export function readRow(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  key: Key,
  encoding: TextEncoding,
): Row {
  return rowReader(db, table, order, encoding)(key);
}

/** The same for many rows. */
export function rowReader(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  encoding: TextEncoding,
): (key: Key) => Row {
  const read = rowOrNull(db, table, order, encoding);
  return (key) => read(key) ?? notThere(table, key);
}

/** The same, with null for a row that is not there. */
export function rowOrNull(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  encoding: TextEncoding,
): (key: Key) => Row | null {
  const { columns, decode } = exactly(table, encoding);
  const prepared = cached((key) =>
    db
      .prepare(
        `select ${columns} from ${quoteName(table.source)}
         where (${orderBy(order)}) = (${boundKey(order, key ?? []).placeholders})`,
      )
      .raw(),
  );
  return (key) => {
    const row = prepared(key).get(...boundKey(order, key).values) as unknown[] | undefined;
    return row ? decode(row) : null;
  };
}

/** Rows that one statement reads: asking for each costs more than reading it. */
const atOnce = 500;
/** Bytes of a row that is read among others; a longer one is read alone, or so many would be in memory together. */
const amongOthers = 32 * 1024;

/**
 * Reads the rows of many keys, in the order of the keys, and no more of them at a time than one statement gives.
 * @throws Error for a row that is not there
 */
export function rowsReader(
  db: Database,
  table: PlanTable,
  order: ReadOrder,
  encoding: TextEncoding,
): (keys: readonly Key[]) => Generator<Row> {
  const alone = rowReader(db, table, order, encoding);
  if (order.by !== 'rowid') {
    return function* (keys) {
      for (const key of keys) yield alone(key);
    };
  }
  const { columns, names, decode } = exactly(table, encoding);
  const rowid = quoteName(order.name);
  const some = db
    .prepare(
      `select ${columns}, cast(${rowid} as text) from ${quoteName(table.source)}
       where ${rowid} in (${Array(atOnce).fill('?').join(', ')}) and ${bytesOf(names)} <= ${amongOthers}`,
    )
    .raw();
  return function* (keys) {
    for (let at = 0; at < keys.length; at += atOnce) {
      const group = keys.slice(at, at + atOnce);
      // The last one stands for those that are missing to a whole group.
      const ids = Array.from({ length: atOnce }, (_, i) => (group[i] ?? (group.at(-1) as Key))[0]);
      const found = new Map((some.all(...ids) as unknown[][]).map((row) => [row.at(-1) as string, row]));
      for (const key of group) {
        const row = found.get(String(key[0]));
        yield row ? decode(row) : alone(key);
      }
    }
  };
}

/** SQL for the bytes of a row, of which SQLite reads none for them; in groups, because its expressions are not deep. */
function bytesOf(names: readonly string[]): string {
  const groups: string[] = [];
  for (let at = 0; at < names.length; at += 100) {
    const some = names.slice(at, at + 100).map((name) => `coalesce(octet_length(${quoteName(name)}), 0)`);
    groups.push(`(${some.join(' + ')})`);
  }
  return groups.length > 0 ? groups.join(' + ') : '0';
}

function notThere(table: PlanTable, key: Key): never {
  throw new Error(`row ${keyText(key)} of ${table.source} is not in the snapshot`);
}

/** The result columns in which a row comes without loss, of which columns, and its values from them. */
function exactly(
  table: PlanTable,
  encoding: TextEncoding,
): { columns: string; names: string[]; decode(row: unknown[]): Row } {
  const names = [...table.columns, ...(table.adopted?.nowhere ?? [])].map((c) => c.source);
  return {
    columns: `${names.map(exactRaw).join(', ')}, ${storageLetters(names)}`,
    names,
    decode(row) {
      const letters = row[names.length] as string;
      return Object.fromEntries(names.map((name, i) => [name, exactValue(letters[i], row[i], encoding)]));
    },
  };
}
