import type { Spelled, SpelledAs } from '../../../shared/contract.ts';
import type { PlanTable } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';

const shown = 100;

/** Counts the values of a table that are spelled in a way of their own, by column. */
export class SpelledValues {
  readonly #table: string;
  readonly #found = new Map<string, Spelled>();

  constructor(table: string) {
    this.#table = table;
  }

  add(column: string, as: SpelledAs, key: () => string, value: string): void {
    const id = `${as}:${column}`;
    const found = this.#found.get(id);
    if (found) found.values++;
    else
      this.#found.set(id, {
        ...{ table: this.#table, column, as, values: 1 },
        ...{ key: key(), value: value.slice(0, shown) },
      });
  }

  list(): Spelled[] {
    return [...this.#found.values()];
  }
}

/** How a row of the target is named to people: by its key, else by what it holds. */
export function keyOf(table: PlanTable, fields: string[]): string {
  const names = table.compareKey ?? table.primaryKey?.columns ?? table.columns.map((c) => c.source);
  const at = (name: string) => table.columns.findIndex((c) => c.source === name || c.target === name);
  const text = names.map((name) => `${name}=${fieldValue(fields[at(name)] ?? '') ?? 'NULL'}`).join(', ');
  return text.length > shown ? `${text.slice(0, shown)}…` : text;
}
