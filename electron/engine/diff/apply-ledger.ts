import {
  addExceptions,
  addRefused,
  type ExceptionLines,
  noExceptions,
  writeExceptions,
} from '../load/exceptions.ts';
import type { Key } from '../load/keys.ts';
import { keyText } from '../load/keys.ts';
import type { TroubledRow } from '../load/reader.ts';
import type { PutInput } from './apply-rows.ts';
import type { PlannedRow } from './changes-rows.ts';
import { keysAtOnce } from './ledger.ts';

/** Exceptions are held in memory up to so many bytes. */
const mostBytes = 8 * 1024 * 1024;

/** The exceptions of the rows that are put into a table of the target, and what its account gains by them. */
export class Ledger {
  readonly gained = { repaired: 0, nulled: 0, quarantined: 0 };
  readonly #input: PutInput;
  #waiting: ExceptionLines = noExceptions();

  constructor(input: PutInput) {
    this.#input = input;
  }

  /** Takes the records out that the ledger has of some rows, before these are noted anew. */
  async forget(keys: readonly Key[]): Promise<void> {
    const { client, run, table } = this.#input;
    for (let at = 0; at < keys.length; at += keysAtOnce) {
      const gone = await client.query<{ action: keyof Ledger['gained'] }>(
        `delete from autocore_migration.exception
         where run = $1::text and source_table = $2::text and read_key = any($3::text[]) returning action`,
        [run, table.source, keys.slice(at, at + keysAtOnce).map(keyText)],
      );
      for (const { action } of gone.rows) this.gained[action]--;
    }
  }

  /** What did not cross exactly, and why a row stays out. */
  note(row: TroubledRow & Pick<PlannedRow, 'refusal'>): void {
    const { refusal, troubles } = row;
    if (refusal) this.refuse(row, refusal.code, refusal.reason);
    else if (troubles.length > 0) addExceptions(this.#waiting, this.#input, row);
  }

  /** A row that stays out as a whole, whatever was noted of it. */
  refuse(row: Pick<PlannedRow, 'key'>, code: string, reason: string): void {
    const whole = { key: row.key, troubles: [], quarantined: true };
    addRefused(this.#waiting, this.#input, whole, code, reason);
  }

  /** True where enough has gathered to be written. */
  get isFull(): boolean {
    return this.#waiting.bytes >= mostBytes;
  }

  /** Writes what has gathered; of no row in it anything else may come to be known afterwards. */
  async flush(): Promise<void> {
    await writeExceptions(this.#input.client, this.#waiting, this.#input.signal);
    for (const action of ['repaired', 'nulled', 'quarantined'] as const)
      this.gained[action] += this.#waiting[action];
    this.#waiting = noExceptions();
  }
}
