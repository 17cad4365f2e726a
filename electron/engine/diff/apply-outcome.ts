import type { Key } from '../load/keys.ts';
import type { ForeignKeys } from './apply-foreign-keys.ts';
import type { Ledger } from './apply-ledger.ts';
import type { PutInput } from './apply-rows.ts';
import type { Changes } from './changes.ts';
import type { NewFacts } from './changes-facts.ts';
import type { FormerRows, PlannedRow, PlannedRows } from './changes-rows.ts';

/** `db` is the later snapshot; the transaction is the one of the catch-up. */
export interface ApplyInput extends PutInput {
  changes: Changes;
  before: FormerRows;
  after: PlannedRows;
  foreignKeys: ForeignKeys;
  /** Whether the ledger of exceptions has records of this table. */
  hasRecords: boolean;
}

/** What the account of a table gains or loses. */
export interface Applied {
  read: number;
  migrated: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

/** What was done to a table so far. */
export interface Outcome {
  removed: number;
  added: number;
  ledger: Ledger;
  facts: NewFacts;
}

/** What there is to be said of a row that came or changed; once for each. */
export function note({ ledger, facts }: Outcome, row: PlannedRow): void {
  facts.add(row.values);
  ledger.note(row);
}

/** New rows on their way into the table. */
export function* newRows(input: ApplyInput, outcome: Outcome, keys: readonly Key[]): Generator<PlannedRow> {
  for (const row of input.after(keys)) {
    note(outcome, row);
    if (row.fields) outcome.added++;
    yield row;
  }
}
