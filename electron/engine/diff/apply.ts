import pg from 'pg';
import { copySql, loadedColumns } from '../load/chunk.ts';
import type { Key } from '../load/keys.ts';
import { copyFrom } from '../target/copy.ts';
import { isDataError } from '../target/sqlstate.ts';
import { changeInPlace } from './apply-changed.ts';
import { fewRows } from './apply-few.ts';
import { Ledger } from './apply-ledger.ts';
import { type Applied, type ApplyInput, newRows, note, type Outcome } from './apply-outcome.ts';
import { Putting } from './apply-put.ts';
import { deleteStaged, linesOf, slices, stageLines } from './apply-rows.ts';
import type { Changes } from './changes.ts';
import { NewFacts } from './changes-facts.ts';
import type { PlannedRow } from './changes-rows.ts';
import { requireUnreferenced } from './referenced.ts';

/**
 * Makes a table of the target follow its source: deletes, then changes in place, then new rows, set by set. Where the
 * server refuses that (two rows that swap a unique value, a row without a parent, a value that does not fit), the
 * changed rows are taken out and put in again, and what is still refused becomes an exception as in the load.
 * The savepoint before all of it stays, for `keepChanges`.
 */
export async function applyChanges(input: ApplyInput): Promise<Done> {
  const { client, foreignKeys } = input;
  const forgetKeys = foreignKeys.mark();
  const few = newOutcome(input);
  const sendFew = fewRows(input, few);
  try {
    if (sendFew) return await through(input, few, sendFew);
    await client.query('savepoint autocore_table');
    const outcome = newOutcome(input);
    return await through(input, outcome, () => inPlace(input, outcome));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    await client.query('rollback to savepoint autocore_table');
    forgetKeys();
    const outcome = newOutcome(input);
    return await through(input, outcome, () => outAndIn(input, outcome));
  }
}

/** Statement that gives the savepoint of `applyChanges` back, to be sent with whatever comes next. */
export const keepChanges = 'release savepoint autocore_table';

/** What the account of a table gains, and what is known of the rows that came. */
interface Done {
  applied: Applied;
  facts: NewFacts;
}

function newOutcome(input: ApplyInput): Outcome {
  return { removed: 0, added: 0, ledger: new Ledger(input), facts: new NewFacts(input.table) };
}

/** One of the ways; the records of rows that changed make room for what is noted of them now. */
async function through(input: ApplyInput, outcome: Outcome, way: () => Promise<void>): Promise<Done> {
  const { changes } = input;
  const { ledger } = outcome;
  if (input.hasRecords) await ledger.forget(goingOf(changes));
  await way();
  await ledger.flush();
  const { added, removed, facts } = outcome;
  const read = changes.inserted.length - changes.deleted.length;
  return { applied: { read, migrated: added - removed, ...ledger.gained }, facts };
}

async function inPlace(input: ApplyInput, outcome: Outcome): Promise<void> {
  const { changes, client, table, signal } = input;
  await remove(input, outcome, changes.deleted);
  const { gone, coming } = await changeInPlace(input, outcome);
  await remove(input, outcome, gone);
  for (const keys of [...slices(coming), ...slices(changes.inserted)]) {
    await copyFrom(
      client,
      copySql(input),
      linesOf(table, newRows(input, outcome, keys), loadedColumns(table)),
      signal,
    );
    if (outcome.ledger.isFull) await outcome.ledger.flush();
  }
  // A deferred refusal must come here, where there is another way.
  await client.query('set constraints all immediate');
}

async function outAndIn(input: ApplyInput, outcome: Outcome): Promise<void> {
  const { changes, table } = input;
  await input.foreignKeys.dropAround(table);
  await remove(input, outcome, goingOf(changes));
  const { ledger } = outcome;
  const putting = new Putting(input, ledger);
  for (const keys of [changes.changed.map((c) => c.after), changes.inserted]) {
    for (const row of input.after(keys)) {
      note(outcome, row);
      await putting.add(row);
      if (!ledger.isFull) continue;
      await putting.flush();
      await ledger.flush();
    }
  }
  await putting.flush();
  outcome.added += putting.put;
}

/** Takes rows out of the target, as many of them as are there. */
async function remove(input: ApplyInput, outcome: Outcome, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  await input.foreignKeys.dropIncoming(input.table);
  const { table, rows } = input.before;
  let removed = 0;
  const there = function* (): Generator<PlannedRow> {
    for (const row of rows(keys)) {
      if (row.fields) removed++;
      yield row;
    }
  };
  await stageLines(input, table.columns, linesOf(table, there(), table.columns));
  if (removed === 0) return;
  await requireUnreferenced(input);
  await deleteStaged(input);
  outcome.removed += removed;
}

/** Rows of the earlier snapshot that are no more, or not as they were. */
function goingOf({ deleted, changed }: Changes): Key[] {
  return [...deleted, ...changed.map((c) => c.before)];
}
