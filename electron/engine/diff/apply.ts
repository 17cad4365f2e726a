import pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { copySql, loadedColumns } from '../load/chunk.ts';
import { addExceptions, addRefused, noExceptions, writeExceptions } from '../load/exceptions.ts';
import { type Key, keyText } from '../load/keys.ts';
import { copyFrom } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';
import type { ForeignKeys } from './apply-foreign-keys.ts';
import {
  deleteStaged,
  keyColumns,
  linesOf,
  type Outcome,
  type PutInput,
  put,
  stage,
  stageLines,
} from './apply-rows.ts';
import type { Changes } from './changes.ts';
import type { PlannedRow } from './changes-rows.ts';
import { requireUnreferenced } from './referenced.ts';

/** `db` is the later snapshot; the transaction is the one of the catch-up. */
export interface ApplyInput extends PutInput {
  changes: Changes;
  before(key: Key): PlannedRow;
  after(key: Key): PlannedRow;
  foreignKeys: ForeignKeys;
}

/** What the account of a table gains or loses. */
export interface Applied {
  read: number;
  migrated: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

/**
 * Makes a table of the target follow its source: deletes, then changes in place, then new rows, set by set. Where the
 * server refuses that (two rows that swap a unique value, a row without a parent, a value that does not fit), the
 * changed rows are taken out and put in again, and what is still refused becomes an exception as in the load.
 */
export async function applyChanges(input: ApplyInput): Promise<Applied> {
  const { client, foreignKeys } = input;
  const forgetKeys = foreignKeys.mark();
  await client.query('savepoint autocore_table');
  try {
    return await applied(input, await inPlace(input));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    await client.query('rollback to savepoint autocore_table');
    forgetKeys();
    return await applied(input, await outAndIn(input));
  } finally {
    // After an error of the connection there is no transaction to talk to, and that error is the one to tell.
    await client.query('release savepoint autocore_table').catch(() => {});
  }
}

/** Replaces the ledger's records of rows that changed, and sums up. */
async function applied(input: ApplyInput, { removed, added, exceptions }: Outcome): Promise<Applied> {
  const { client, changes, run, table } = input;
  const touched = [...changes.deleted, ...changes.changed.map((c) => c.before)].map(keyText);
  const gone = await client.query(
    `delete from autocore_migration.exception
     where run = $1::text and source_table = $2::text and read_key = any($3::text[]) returning action`,
    [run, table.source, touched],
  );
  await writeExceptions(client, exceptions, input.signal);
  const lost = (action: string) =>
    (gone.rows as { action: string }[]).filter((r) => r.action === action).length;
  return {
    read: changes.inserted.length - changes.deleted.length,
    migrated: added - removed,
    repaired: exceptions.repaired - lost('repaired'),
    nulled: exceptions.nulled - lost('nulled'),
    quarantined: exceptions.quarantined - lost('quarantined'),
  };
}

async function inPlace(input: ApplyInput): Promise<Outcome> {
  const { changes, table, foreignKeys, client } = input;
  const outcome: Outcome = { removed: 0, added: 0, exceptions: noExceptions() };
  const gone = present(changes.deleted.map(input.before));
  const insert: PlannedRow[] = [];
  const update: PlannedRow[] = [];
  for (const { before, after } of changes.changed) {
    const [old, now] = [input.before(before), input.after(after)];
    note(input, outcome, now);
    if (old.fields && now.fields && sameKey(table, old, now)) update.push(now);
    else {
      if (old.fields) gone.push(old);
      if (now.fields) insert.push(now);
    }
  }
  if (gone.length > 0) await foreignKeys.dropIncoming(table);
  outcome.removed += await remove(input, gone);
  if (update.length > 0) {
    const key = keyColumns(table).map((c) => c.target);
    await foreignKeys.dropIncomingBeside(table, key);
    await fillStage(input, update, loadedColumns(table));
    const set = loadedColumns(table)
      .filter((c) => !key.includes(c.target))
      .map((c) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`);
    const on = key.map((c) => `t.${quoteIdent(c)} = s.${quoteIdent(c)}`).join(' and ');
    const to = qualified(input.schema, table.target);
    if (set.length > 0)
      await client.query(`update ${to} t set ${set.join(', ')} from ${stage} s where ${on}`);
  }
  const inserted = (function* () {
    for (const row of insert) yield row;
    for (const key of changes.inserted) {
      const row = input.after(key);
      note(input, outcome, row);
      if (row.fields) {
        outcome.added++;
        yield row;
      }
    }
  })();
  outcome.added += insert.length;
  const columns = loadedColumns(table);
  await copyFrom(client, copySql(input), linesOf(table, inserted, columns), input.signal);
  // A deferred refusal must come here, where there is another way.
  await client.query('set constraints all immediate');
  return outcome;
}

async function outAndIn(input: ApplyInput): Promise<Outcome> {
  const { changes, table } = input;
  const outcome: Outcome = { removed: 0, added: 0, exceptions: noExceptions() };
  await input.foreignKeys.dropAround(table);
  const old = [...changes.deleted, ...changes.changed.map((c) => c.before)].map(input.before);
  outcome.removed = await remove(input, present(old));
  let group: PlannedRow[] = [];
  for (const key of [...changes.changed.map((c) => c.after), ...changes.inserted]) {
    const row = input.after(key);
    note(input, outcome, row);
    if (row.fields) group.push(row);
    if (group.length < 1000) continue;
    await put(input, outcome, group);
    group = [];
  }
  await put(input, outcome, group);
  return outcome;
}

/** Takes rows out of the target. Returns how many: as many as were expected there, or the target was written to. */
async function remove(input: ApplyInput, rows: PlannedRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { table } = input;
  await fillStage(input, rows, table.compareKey === null ? table.columns : keyColumns(table));
  await requireUnreferenced(input);
  await deleteStaged(input);
  return rows.length;
}

async function fillStage(
  input: ApplyInput,
  rows: PlannedRow[],
  columns: PlanTable['columns'],
): Promise<void> {
  await stageLines(input, columns, linesOf(input.table, rows, columns));
}

function note(input: ApplyInput, outcome: Outcome, row: PlannedRow): void {
  const { refusal, troubles } = row;
  if (refusal) addRefused(outcome.exceptions, input, row, refusal.code, refusal.reason);
  else if (troubles.length > 0) addExceptions(outcome.exceptions, input, row);
}

function present(rows: PlannedRow[]): PlannedRow[] {
  return rows.filter((row) => row.fields !== null);
}

function sameKey(table: PlanTable, a: PlannedRow, b: PlannedRow): boolean {
  if (table.compareKey === null) return false;
  return keyColumns(table).every((c) => {
    const at = table.columns.indexOf(c);
    return a.fields?.[at] === b.fields?.[at];
  });
}
