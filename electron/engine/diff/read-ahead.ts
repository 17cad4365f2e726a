import type pg from 'pg';
import { fetchWhole } from '../target/copy-whole.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { countLines } from './lines.ts';

/** A query for a table's lines. */
export interface Ahead {
  sql: string;
  /** The same for as many rows as are expected, and one more. */
  limited: string;
  /** Rows that are expected: what somebody wrote since is not fetched into memory. */
  rows: number;
  /** How much of the memory for one fetch they may need: 1 is all of it. */
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

  /** The lines of a query that was announced; null for any other, where they were given already, and where there are more. */
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
        ({ limited }) =>
          () =>
            fetchWhole(client, limited),
      ),
    );
    this.#fetched = new Map(
      group.flatMap(({ sql, rows }, i): [string, Buffer[]][] => {
        const found = lines[i] as Buffer[];
        return linesIn(found) > rows ? [] : [[sql, found]];
      }),
    );
  }
}

function linesIn(buffers: readonly Buffer[]): number {
  return buffers.reduce((n, buffer) => n + countLines(buffer), 0);
}
