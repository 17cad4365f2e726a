import { copySql, loadedColumns } from '../load/chunk.ts';
import { halved } from '../load/halved.ts';
import { copyFrom } from '../target/copy.ts';
import type { Ledger } from './apply-ledger.ts';
import { linesOf, type PutInput } from './apply-rows.ts';
import type { PlannedRow } from './changes-rows.ts';

/** Rows of one group, and so much text of them: they are in memory together. */
const mostRows = 1000;
const mostText = 4 * 1024 * 1024;

/** Rows on their way into the target in groups; those that the server refuses go to the ledger. */
export class Putting {
  /** How many are in the target now. */
  put = 0;
  readonly #input: PutInput;
  readonly #ledger: Ledger;
  readonly #onRefused: (row: PlannedRow) => void;
  #group: PlannedRow[] = [];
  #text = 0;

  constructor(input: PutInput, ledger: Ledger, onRefused: (row: PlannedRow) => void = () => {}) {
    this.#input = input;
    this.#ledger = ledger;
    this.#onRefused = onRefused;
  }

  /** A row that stays out of the target has no fields, and is passed over. */
  async add(row: PlannedRow): Promise<void> {
    if (!row.fields) return;
    this.#group.push(row);
    for (const field of row.fields) this.#text += field.length;
    if (this.#group.length >= mostRows || this.#text >= mostText) await this.flush();
  }

  async flush(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    this.#text = 0;
    const { client, table, signal } = this.#input;
    const columns = loadedColumns(table);
    let refused = 0;
    const send = (rows: readonly PlannedRow[]) =>
      copyFrom(client, copySql(this.#input), linesOf(table, rows, columns), signal);
    await halved(client, group, send, (row, error) => {
      refused++;
      this.#ledger.refuse(row, `server.${error.code}`, error.message);
      this.#onRefused(row);
    });
    this.put += group.length - refused;
  }
}
