import type { Database, Statement } from 'better-sqlite3';
import type { Displaced, Spelled } from '../../../shared/contract.ts';
import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import type { SqlValue, TextEncoding } from '../convert/values.ts';
import { bindable, bindKey, type Key, keyText, placeholder } from '../load/keys.ts';
import { readBlocks } from '../load/reader.ts';
import { type Row, rowReader } from '../load/row-reader.ts';
import { quoteName } from '../source/sql.ts';
import { rowidColumn } from './changes-rows.ts';
import { fieldAt, fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import { Displacing, type Quarantined } from './reverse-displace.ts';
import type { Fitting } from './reverse-fit.ts';
import { keyOf, SpelledValues } from './reverse-spelled.ts';
import { sameValue } from './same-value.ts';
import type { WayTable } from './way-table.ts';

/** A row that the file does not take, and why. */
export interface Unfit {
  key: string;
  column: string | null;
  reason: string;
  /** The row as the snapshot had it, where it did, and as PostgreSQL has it. */
  difference: LineDifference;
}

/** A row that another one still stands in the way of. */
interface Late {
  values: Row;
  /** As it was in the snapshot; null for a new one. */
  old: Row | null;
  difference: LineDifference;
}

export interface ReverseInput {
  /** The file to change. */
  db: Database;
  /** What the differences were found against. */
  snapshot: Database;
  way: WayTable;
  encoding: TextEncoding;
  fitting: Fitting;
  /** Rows of the snapshot that never were in PostgreSQL, by `keyText`. */
  quarantined: ReadonlyMap<string, Quarantined>;
}

/**
 * Brings the differences of one table back into a SQLite file that began as the snapshot. A field that PostgreSQL has
 * as the plan made it is not touched, so that its own spelling, its storage class and the original behind a repair stay
 * what they were. What another row still stands in the way of (a unique value that moved) waits until the end.
 */
export class ReverseTable {
  readonly #in: ReverseInput;
  readonly #table: PlanTable;
  readonly #read: (key: Key) => Row;
  /** Columns that are written: of the types that they have now. */
  readonly #columns: PlanColumn[];
  readonly #places: number[];
  readonly #late: Late[] = [];
  /** Differences whose row has to be looked for, where the key is not the rowid's own name. */
  readonly #wanted: LineDifference[] = [];
  readonly #prepared = new Map<string, Statement>();
  readonly #displacing: Displacing;
  readonly #spelled: SpelledValues;
  readonly unfit: Unfit[] = [];
  readonly displaced: (Displaced & { readKey: string })[] = [];
  rows = 0;

  constructor(input: ReverseInput) {
    const { db, way, encoding } = input;
    this.#in = input;
    this.#table = way.planned;
    this.#columns = way.actual.columns.filter((c) => c.generated === null);
    this.#places = this.#columns.map((c) => way.actual.columns.indexOf(c));
    this.#read = rowReader(db, way.actual, way.actual.read, encoding);
    this.#displacing = new Displacing(db, way.planned, encoding, input.quarantined);
    this.#spelled = new SpelledValues(way.planned.source);
  }

  get spelled(): Spelled[] {
    return this.#spelled.list();
  }

  take(difference: LineDifference): void {
    const { source, target } = difference;
    if (source === null) {
      if (target) this.#insert(target, difference);
      return;
    }
    const id = rowidIn(this.#table, source);
    if (id === null) this.#wanted.push(difference);
    else this.#change([id], difference);
  }

  /** Call at the end of the table. `refused`: rows that the comparison left out. */
  finish(refused: ReadonlySet<string>): void {
    this.#findWanted(refused);
    for (const late of this.#late) this.#insertNow(late);
  }

  #change(key: Key, difference: LineDifference): void {
    const { source, target } = difference;
    if (target === null) {
      this.rows++;
      this.#delete(key);
      return;
    }
    const [old, now] = [fieldsOf(source as Buffer), fieldsOf(target)];
    const changed = this.#columns.filter((c, i) => !sameField(c, old, now, this.#places[i] as number));
    if (changed.length === 0) return;
    const values = this.#values(now, changed, difference);
    if (values === null) return;
    this.rows++;
    const set = changed.map((c) => `${quoteName(c.source)} = ${placeholder(values[c.source] ?? null)}`);
    const where = this.#where(key);
    try {
      this.#run(`update ${quoteName(this.#table.source)} set ${set.join(', ')} where ${where.sql}`, [
        ...changed.map((c) => bindable(values[c.source] ?? null)),
        ...where.values,
      ]);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Its row makes way and comes back with everything that was not changed.
      const whole = this.#read(key);
      this.#delete(key);
      this.#late.push({ values: { ...whole, ...values }, old: whole, difference });
    }
  }

  #insert(line: Buffer, difference: LineDifference): void {
    const values = this.#values(fieldsOf(line), this.#columns, difference);
    if (values === null) return;
    this.rows++;
    try {
      this.#insertSql('insert', values);
    } catch (error) {
      if (!isConflict(error)) throw error;
      this.#late.push({ values, old: null, difference });
    }
  }

  #insertNow({ values, old, difference }: Late): void {
    try {
      this.#insertSql('insert', values);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const out = this.#displacing.run(error, () => this.#insertSql('insert or replace', values));
      if (out !== null) {
        this.displaced.push(...out);
        return;
      }
      this.rows--;
      this.#refuse(difference, null, (error as Error).message);
      if (old !== null) this.#comeBack(old);
    }
  }

  /** A row whose change the file does not take stays as it was, unless another one has its place by now. */
  #comeBack(old: Row): void {
    try {
      this.#insertSql('insert', old);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }

  #insertSql(how: string, values: Row): void {
    const names = this.#columns.map((c) => c.source);
    this.#run(
      `${how} into ${quoteName(this.#table.source)} (${names.map(quoteName).join(', ')})
       values (${names.map((name) => placeholder(values[name] ?? null)).join(', ')})`,
      names.map((name) => bindable(values[name] ?? null)),
    );
  }

  #delete(key: Key): void {
    const { sql, values } = this.#where(key);
    this.#run(`delete from ${quoteName(this.#table.source)} where ${sql}`, values);
  }

  #run(sql: string, values: unknown[]): void {
    const statement = this.#prepared.get(sql) ?? this.#in.db.prepare(sql);
    this.#prepared.set(sql, statement);
    statement.run(...values);
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

  /** The values of some columns; null where SQLite has none for one of them, which is noted. */
  #values(fields: string[], columns: PlanColumn[], difference: LineDifference): Row | null {
    const into = new Map<string, SqlValue>();
    for (const column of columns) {
      const text = fieldValue(fields[this.#in.way.actual.columns.indexOf(column)] ?? '');
      if (text === null) {
        // SQLite would give the row an id of its own.
        if (column.identity !== null && !column.nullable) {
          this.#refuse(difference, column.source, 'NULL');
          return null;
        }
        into.set(column.source, null);
        continue;
      }
      const fit = this.#in.fitting.fit(column, text);
      if (fit === null) {
        this.#refuse(difference, column.source, text.slice(0, 100));
        return null;
      }
      if (fit.as !== null) this.#spelled.add(column.source, fit.as, () => keyOf(this.#table, fields), text);
      into.set(column.source, fit.value);
    }
    return Object.fromEntries(into);
  }

  #refuse(difference: LineDifference, column: string | null, reason: string): void {
    const line = (difference.target ?? difference.source) as Buffer;
    this.unfit.push({ key: this.#keyOf(line), column, reason, difference });
  }

  #keyOf(line: Buffer): string {
    return keyOf(this.#table, fieldsOf(line));
  }

  /** Goes through the snapshot once more for the rows behind the lines. */
  #findWanted(refused: ReadonlySet<string>): void {
    if (this.#wanted.length === 0) return;
    const wanted = Map.groupBy(this.#wanted, (d) => (d.source as Buffer).toString('latin1'));
    const blocks = readBlocks(this.#in.snapshot, this.#table, {
      ...{ columns: this.#table.columns, order: this.#table.read, encoding: this.#in.encoding },
      ...{ after: null, single: true, rowsPerBlock: 1 },
    });
    for (const { data, last } of blocks) {
      const waiting = wanted.get(data.toString('latin1'));
      if (!waiting || refused.has(keyText(last))) continue;
      const difference = waiting.shift();
      if (difference) this.#change(last, difference);
    }
    const lost = [...wanted.values()].flat().length;
    if (lost > 0) throw new Error(`${lost} rows of ${this.#table.source} are not in the snapshot`);
  }
}

/** True where a field is the same value on both sides, however its type prints it. */
function sameField(column: PlanColumn, old: string[], now: string[], at: number): boolean {
  const [a, b] = [old[at] as string, now[at] as string];
  if (a === b) return true;
  const [x, y] = [fieldValue(a), fieldValue(b)];
  return x !== null && y !== null && sameValue(column.conversion, x, y);
}

/** True for a row that is no other on the server than in the snapshot: it only prints in another way. */
export function isSameRow({ actual }: WayTable, { source, target }: LineDifference): boolean {
  if (source === null || target === null) return false;
  const [old, now] = [fieldsOf(source), fieldsOf(target)];
  return actual.columns.every((column, at) => column.generated !== null || sameField(column, old, now, at));
}

function isConflict(error: unknown): boolean {
  return /^SQLITE_(CONSTRAINT|MISMATCH)/.test((error as { code?: string }).code ?? '');
}

/** Where the key is the rowid under another name it is in the line; else null, as for a row that has lost it. */
export function rowidIn(table: PlanTable, line: Buffer): bigint | null {
  const alias = rowidColumn(table);
  const id = alias && fieldValue(fieldAt(line, table.columns.indexOf(alias)));
  return id === null ? null : BigInt(id);
}
