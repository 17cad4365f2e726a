import type { Database, Statement } from 'better-sqlite3';
import type { PlanColumn, PlanTable } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import { decode } from '../convert/decode.ts';
import { exactRaw, exactValue, storageLetters, type TextEncoding } from '../convert/values.ts';
import { copyFieldOf } from '../load/fields.ts';
import { quoteName } from '../source/sql.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';

const held = 'temp.autocore_held';

/**
 * Tells which differences between the rebuilt file and PostgreSQL are none, because SQLite cannot hold more: a numeric
 * with more digits than a double, a NaN, a text that looks like a number in a column that keeps numbers. SQLite itself
 * decides: PostgreSQL's row goes through a table of the same affinities, and what comes out must be in the file.
 */
export class HeldRows {
  readonly #columns: PlanColumn[];
  readonly #places: number[];
  readonly #encoding: TextEncoding;
  readonly #put: Statement;
  readonly #get: Statement;
  readonly #clear: Statement;
  /** How much more often a row is in the file than it should be. */
  readonly #surplus = new Map<string, number>();
  #rows = 0;

  constructor(db: Database, table: PlanTable, encoding: TextEncoding) {
    this.#columns = table.columns.filter((c) => c.generated === null);
    this.#places = this.#columns.map((c) => table.columns.indexOf(c));
    this.#encoding = encoding;
    const names = this.#columns.map((c) => quoteName(c.source));
    db.exec(`drop table if exists ${held};
      create table ${held} as select ${names.join(', ')} from ${quoteName(table.source)} where false`);
    this.#put = db.prepare(`insert into ${held} values (${names.map(() => '?').join(', ')})`);
    const sources = this.#columns.map((c) => c.source);
    const exact = [storageLetters(sources), ...sources.map(exactRaw)].join(', ');
    this.#get = db.prepare(`select ${exact} from ${held}`).raw();
    this.#clear = db.prepare(`delete from ${held}`);
  }

  take({ source, target }: LineDifference): void {
    if (source) this.#count(this.#fields(source), 1);
    if (!target) return;
    this.#rows++;
    this.#count(this.#asHeld(this.#fields(target)), -1);
  }

  /** Rows that are as near as SQLite can hold them, and those that are wrong. */
  result(): { rounded: number; wrong: number } {
    let [lost, unexpected] = [0, 0];
    for (const n of this.#surplus.values()) {
      if (n < 0) lost -= n;
      else unexpected += n;
    }
    return { rounded: this.#rows - lost, wrong: Math.max(lost, unexpected) };
  }

  #count(fields: string[], by: number): void {
    const line = fields.join('\t');
    const n = (this.#surplus.get(line) ?? 0) + by;
    if (n === 0) this.#surplus.delete(line);
    else this.#surplus.set(line, n);
  }

  #fields(line: Buffer): string[] {
    const fields = fieldsOf(line);
    return this.#places.map((at) => fields[at] ?? '');
  }

  #asHeld(fields: string[]): string[] {
    const values = this.#columns.map(({ conversion }, i) => {
      const text = fieldValue(fields[i] ?? '');
      return text === null ? null : decode(conversion, text, { sixDecimals: false, alwaysDecimals: false });
    });
    this.#put.run(...values);
    const [letters, ...row] = this.#get.get() as [string, ...unknown[]];
    this.#clear.run();
    return this.#columns.map(
      (column, i) => copyFieldOf(column, exactValue(letters[i], row[i], this.#encoding), []) ?? '',
    );
  }
}
