import type pg from 'pg';
import { fetchWhole } from '../target/copy-whole.ts';
import { inOneTrip } from '../target/pipeline.ts';

/** A query for a table's lines, and how much of the memory for one fetch it may need: 1 is all of it. */
export interface Ahead {
  sql: string;
  share: number;
}

/** Tables of one fetch, however small they are. */
const most = 100;

/**
 * The lines of small tables, fetched several tables at a time: over a slow link each question takes as long as all of
 * them together. What was fetched is given once, in the order in which it was announced, and then forgotten.
 */
export class ReadAhead {
  readonly #client: pg.Client;
  #waiting: Ahead[];
  #fetched = new Map<string, Buffer[]>();

  constructor(client: pg.Client, small: Ahead[]) {
    this.#client = client;
    this.#waiting = small;
  }

  /** The lines of a query that was announced; null for any other, and where they were given already. */
  async take(sql: string): Promise<Buffer[] | null> {
    if (!this.#fetched.has(sql) && this.#waiting.some((each) => each.sql === sql)) await this.#fetch(sql);
    const lines = this.#fetched.get(sql) ?? null;
    this.#fetched.delete(sql);
    return lines;
  }

  async #fetch(from: string): Promise<void> {
    const start = this.#waiting.findIndex((each) => each.sql === from);
    let share = 0;
    let end = start;
    for (const each of this.#waiting.slice(start, start + most)) {
      share += each.share;
      if (end > start && share > 1) break;
      end++;
    }
    const group = this.#waiting.slice(start, end);
    this.#waiting = this.#waiting.slice(end);
    const client = this.#client;
    const lines = await inOneTrip(
      client,
      group.map(
        ({ sql }) =>
          () =>
            fetchWhole(client, sql),
      ),
    );
    this.#fetched = new Map(group.map(({ sql }, i) => [sql, lines[i] as Buffer[]]));
  }
}
