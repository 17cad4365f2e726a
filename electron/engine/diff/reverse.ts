import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import { decode, type TimeSpelling } from '../convert/decode.ts';
import type { SqlValue, TextEncoding } from '../convert/values.ts';
import { bindKey, type Key, keyText } from '../load/keys.ts';
import { readBlocks } from '../load/reader.ts';
import { rowReader } from '../load/row-reader.ts';
import { quoteName } from '../source/sql.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import { spellingOf } from './reverse-spelling.ts';

/**
 * Brings the differences of one table back into a SQLite file that began as the snapshot. A field that PostgreSQL has
 * as the plan made it is not touched, so that its own spelling, its storage class and the original behind a repair stay
 * what they were. What another row still stands in the way of (a unique value that moved) waits until the end.
 */
export class ReverseTable {
  readonly #db: Database;
  readonly #snapshot: Database;
  readonly #table: PlanTable;
  readonly #encoding: TextEncoding;
  readonly #spelling = new Map<string, TimeSpelling>();
  readonly #read: (key: Key) => Record<string, SqlValue>;
  readonly #columns: PlanColumn[];
  readonly #late: Record<string, SqlValue>[] = [];
  /** Differences whose row has to be looked for, where the key is not the rowid's own name. */
  readonly #wanted: LineDifference[] = [];
  rows = 0;

  /** `db`: the file to change; `snapshot`: what the differences were found against. */
  constructor(db: Database, snapshot: Database, table: PlanTable, encoding: TextEncoding) {
    this.#db = db;
    this.#snapshot = snapshot;
    this.#table = table;
    this.#encoding = encoding;
    this.#columns = table.columns.filter((c) => c.generated === null);
    this.#read = rowReader(db, table, table.read, encoding);
  }

  take(difference: LineDifference): void {
    this.rows++;
    const { source, target } = difference;
    if (source === null) {
      if (target) this.#insert(this.#values(target));
      return;
    }
    const key = rowidIn(this.#table, source);
    if (key === null) this.#wanted.push(difference);
    else this.#change(key, source, target);
  }

  /** Call at the end of the table. `refused`: rows that the comparison left out. */
  finish(refused: ReadonlySet<string>): void {
    this.#findWanted(refused);
    for (const values of this.#late) this.#insertNow(values);
  }

  #change(key: Key, source: Buffer, target: Buffer | null): void {
    if (target === null) {
      this.#delete(key);
      return;
    }
    const [old, now] = [fieldsOf(source), fieldsOf(target)];
    const changed = this.#columns.filter((c) => {
      const at = this.#table.columns.indexOf(c);
      return old[at] !== now[at];
    });
    const values = this.#values(target);
    const set = changed.map((c) => `${quoteName(c.source)} = ${mark(values[c.source] ?? null)}`);
    if (set.length === 0) return;
    const where = this.#where(key);
    try {
      this.#db
        .prepare(`update ${quoteName(this.#table.source)} set ${set.join(', ')} where ${where.sql}`)
        .run(...changed.map((c) => bound(values[c.source] ?? null)), ...where.values);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Its row makes way and comes back with everything that was not changed.
      const whole = this.#read(key);
      this.#delete(key);
      this.#late.push({
        ...whole,
        ...Object.fromEntries(changed.map((c) => [c.source, values[c.source] ?? null])),
      });
    }
  }

  #insert(values: Record<string, SqlValue>): void {
    try {
      this.#insertSql(values);
    } catch (error) {
      if (!isConflict(error)) throw error;
      this.#late.push(values);
    }
  }

  #insertNow(values: Record<string, SqlValue>): void {
    try {
      this.#insertSql(values);
    } catch (error) {
      const key = (this.#table.compareKey ?? []).map((c) => String(values[c] ?? '')).join(', ');
      const reason = (error as Error).message;
      if (!isConflict(error)) throw error;
      throw new AppError('restore.conflict', { table: this.#table.source, key, reason }, { cause: error });
    }
  }

  #insertSql(values: Record<string, SqlValue>): void {
    const names = this.#columns.map((c) => c.source);
    this.#db
      .prepare(
        `insert into ${quoteName(this.#table.source)} (${names.map(quoteName).join(', ')})
         values (${names.map((name) => mark(values[name] ?? null)).join(', ')})`,
      )
      .run(...names.map((name) => bound(values[name] ?? null)));
  }

  #delete(key: Key): void {
    const { sql, values } = this.#where(key);
    this.#db.prepare(`delete from ${quoteName(this.#table.source)} where ${sql}`).run(...values);
  }

  #where(key: Key): { sql: string; values: unknown[] } {
    const { read } = this.#table;
    const { placeholders, values } = bindKey(key);
    if (read.by === 'rowid') return { sql: `${quoteName(read.name)} = ?`, values };
    return {
      sql: `(${read.columns.map((c) => `${quoteName(c)} collate binary`).join(', ')}) = (${placeholders})`,
      values,
    };
  }

  #values(line: Buffer): Record<string, SqlValue> {
    const into = new Map<string, SqlValue>();
    const fields = fieldsOf(line);
    for (const column of this.#columns) {
      const text = fieldValue(fields[this.#table.columns.indexOf(column)] ?? '');
      into.set(
        column.source,
        text === null ? null : decode(column.conversion, text, this.#spellingOf(column)),
      );
    }
    return Object.fromEntries(into);
  }

  #spellingOf(column: PlanColumn): TimeSpelling {
    if (column.conversion !== 'timestamp' && column.conversion !== 'time') {
      return { sixDecimals: true, alwaysDecimals: false };
    }
    const found = this.#spelling.get(column.source) ?? spellingOf(this.#snapshot, this.#table, column);
    this.#spelling.set(column.source, found);
    return found;
  }

  /** Goes through the snapshot once more for the rows behind the lines. */
  #findWanted(refused: ReadonlySet<string>): void {
    if (this.#wanted.length === 0) return;
    const wanted = Map.groupBy(this.#wanted, (d) => (d.source as Buffer).toString('latin1'));
    const blocks = readBlocks(this.#snapshot, this.#table, {
      ...{ columns: this.#table.columns, order: this.#table.read, encoding: this.#encoding },
      ...{ after: null, single: true, rowsPerBlock: 1 },
    });
    for (const { data, last } of blocks) {
      const waiting = wanted.get(data.toString('latin1'));
      if (!waiting || refused.has(keyText(last))) continue;
      const difference = waiting.shift();
      if (difference?.source) this.#change(last, difference.source, difference.target);
    }
    const lost = [...wanted.values()].flat().length;
    if (lost > 0) throw new Error(`${lost} rows of ${this.#table.source} are not in the snapshot`);
  }
}

/** The driver can bind bytes; SQLite makes them text again. */
function mark(value: SqlValue): string {
  return typeof value === 'object' && value !== null && 'bytes' in value ? 'cast(? as text)' : '?';
}

function bound(value: SqlValue): unknown {
  return typeof value === 'object' && value !== null && 'bytes' in value ? value.bytes : value;
}

function isConflict(error: unknown): boolean {
  return /^SQLITE_CONSTRAINT/.test((error as { code?: string }).code ?? '');
}

/** Where the key is the rowid under another name it is in the line; else null. */
export function rowidIn({ compareKey, columns, read }: PlanTable, line: Buffer): Key | null {
  const at = columns.findIndex((c) => c.source === compareKey?.[0] && c.identity !== null);
  if (read.by !== 'rowid' || compareKey?.length !== 1 || at < 0) return null;
  return [BigInt(fieldsOf(line)[at] as string)];
}
