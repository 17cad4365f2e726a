import type { PlanColumn } from '../../../shared/model/index.ts';
import { copyField, fieldValue, nullMark } from '../convert/copytext.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import type { Fitting } from './reverse-fit.ts';
import type { WayTable } from './way-table.ts';

/**
 * Tells which differences between the rebuilt file and PostgreSQL are none: a numeric that prints with zeros at its
 * end, a number that was rounded because that was chosen. Each row of PostgreSQL has to be in the file as `Fitting` says
 * that SQLite holds it.
 */
export class HeldRows {
  readonly #columns: PlanColumn[];
  readonly #places: number[];
  readonly #fitting: Fitting;
  /** Rows of PostgreSQL that are known not to be in the file. */
  readonly #leftBehind: ReadonlySet<string>;
  /** How much more often a row is in the file than it should be. */
  readonly #surplus = new Map<string, number>();
  rounded = 0;

  constructor({ actual }: WayTable, fitting: Fitting, leftBehind: ReadonlySet<string>) {
    this.#columns = actual.columns.filter((c) => c.generated === null);
    this.#places = this.#columns.map((c) => actual.columns.indexOf(c));
    this.#fitting = fitting;
    this.#leftBehind = leftBehind;
  }

  take({ source, target }: LineDifference): void {
    // What the snapshot had in its place stays there.
    if (target !== null && this.#leftBehind.has(target.toString('latin1'))) return;
    if (source) this.#count(this.#fields(source), 1);
    if (target) this.#count(this.#asHeld(this.#fields(target)), -1);
  }

  /** Rows that are not as they should be. */
  get wrong(): number {
    let [lost, unexpected] = [0, 0];
    for (const n of this.#surplus.values()) {
      if (n < 0) lost -= n;
      else unexpected += n;
    }
    return Math.max(lost, unexpected);
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
    let rounded = false;
    const held = this.#columns.map((column, i) => {
      const text = fieldValue(fields[i] ?? '');
      if (text === null) return nullMark;
      const fit = this.#fitting.fit(column, text);
      if (fit?.as === 'nearest') rounded = true;
      return fit === null ? '' : copyField(fit.text);
    });
    if (rounded) this.rounded++;
    return held;
  }
}
