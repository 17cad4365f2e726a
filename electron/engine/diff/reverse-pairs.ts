import type { PlanTable } from '../../../shared/model/index.ts';
import { fieldsOf } from './lines.ts';
import type { LineDifference } from './ordered.ts';

/**
 * In a table without a key a row that got a value in a new column comes as one row that is gone and one that is new.
 * Those that agree in everything the snapshot has are the same row, whose own spelling must not be lost.
 */
export class PairedRows {
  readonly #places: number[] | null;
  readonly #give: (difference: LineDifference) => void;
  readonly #gone = new Map<string, LineDifference[]>();
  readonly #come: LineDifference[] = [];

  constructor(table: PlanTable, give: (difference: LineDifference) => void) {
    const isWider = table.columns.some((c) => c.absent);
    this.#places =
      table.compareKey === null && isWider ? table.columns.flatMap((c, at) => (c.absent ? [] : [at])) : null;
    this.#give = give;
  }

  take(difference: LineDifference): void {
    const { source, target } = difference;
    if (this.#places === null || (source !== null && target !== null)) this.#give(difference);
    else if (target !== null) this.#come.push(difference);
    else if (source !== null) {
      const known = this.#known(source);
      const waiting = this.#gone.get(known);
      if (waiting) waiting.push(difference);
      else this.#gone.set(known, [difference]);
    }
  }

  finish(): void {
    for (const come of this.#come) {
      const gone = this.#gone.get(this.#known(come.target as Buffer))?.pop();
      this.#give(gone ? { kind: 'changed', source: gone.source, target: come.target } : come);
    }
    for (const gone of [...this.#gone.values()].flat()) this.#give(gone);
  }

  #known(line: Buffer): string {
    const fields = fieldsOf(line);
    return (this.#places ?? []).map((at) => fields[at]).join('\t');
  }
}
