import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { mostRowBytes } from '../audit/facts.ts';
import { applyChanges, keepChanges } from '../diff/apply.ts';
import { ForeignKeys } from '../diff/apply-foreign-keys.ts';
import type { ApplyInput } from '../diff/apply-outcome.ts';
import type { Changes } from '../diff/changes.ts';
import { NewFacts } from '../diff/changes-facts.ts';
import { formerRows, plannedRows } from '../diff/changes-rows.ts';
import { quarantinedAmong } from '../diff/ledger.ts';
import { keyText } from '../load/keys.ts';
import { rowsReader } from '../load/row-reader.ts';
import { silently } from '../load/silent.ts';
import { stillComparable } from '../plan/adopt/compare.ts';
import { compareKeyOf, rowsPerBlock } from '../plan/reading.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { asideAgain, followAdopted } from './adopt/follow.ts';
import { account } from './catch-up-account.ts';
import { type CatchUp, countOf, sourceTable } from './catch-up-compare.ts';
import { highestGiven, moveSequence } from './next-id.ts';

export interface SyncedTable {
  name: string;
  inserted: number;
  changed: number;
  deleted: number;
  /** What the ledger of exceptions gained (or lost, below zero). */
  repaired: number;
  nulled: number;
  quarantined: number;
}

/** What is said of a table when its rows are there waits for the next trip; of more tables it goes out by itself. */
const mostWaiting = 50;

/**
 * Brings the changes of all tables over, in the caller's transaction, and learns what they say of the columns.
 * @param ledger records by `action:table`, as they are before
 * @returns what was brought, and what is still to be said in the same transaction
 */
export async function applyAllChanges(
  session: RunSession,
  client: pg.Client,
  work: CatchUp,
  found: Map<PlanTable, Changes>,
  ledger: ReadonlyMap<string, number>,
): Promise<{ synced: SyncedTable[]; last: (() => Promise<unknown>)[] }> {
  const { state, ctx } = session;
  const { schema } = state.target;
  const { plan } = work;
  const foreignKeys = new ForeignKeys(client, schema, plan);
  const following = state.options.adopt ? await followAdopted(client, state, work, found) : null;
  const todo = following?.changes ?? found;
  const total = [...todo.values()].reduce((n, c) => n + countOf(c), 0);
  const progress = new StageProgress(ctx, state.id, 'apply', 'rows', total);
  const synced: SyncedTable[] = [];
  let last: (() => Promise<unknown>)[] = [];
  for (const [table, changes] of todo) {
    if (countOf(changes) === 0) continue;
    ctx.signal.throwIfAborted();
    const has = (action: string) => ledger.has(`${action}:${table.source}`);
    const out = has('quarantined') ? await outOf(client, state.id, table, changes) : new Set<string>();
    const put = { client, db: work.after.db, run: state.id, schema, table, encoding: work.encoding };
    const input: ApplyInput = {
      ...{ ...put, changes, foreignKeys, signal: ctx.signal },
      before: formerRows(work.before.db, table, work.encoding, out),
      after: following?.after(table) ?? plannedRows(work.after.db, table, work.encoding),
      hasRecords: has('repaired') || has('nulled') || has('quarantined'),
    };
    const { applied, facts } = await silently(put, () => applyChanges(input));
    const highest = highestGiven(work, table);
    last.push(
      () => client.query(keepChanges),
      () => account(client, state.id, table, applied),
      () => moveSequence(client, schema, table, highest),
    );
    if (synced.length % mostWaiting === mostWaiting - 1) {
      await inOneTrip(client, last);
      last = [];
    }
    learn(work, table, changes, facts);
    const { repaired, nulled, quarantined } = applied;
    const { inserted, changed, deleted } = changes;
    const counts = { inserted: inserted.length, changed: changed.length, deleted: deleted.length };
    synced.push({ name: table.source, ...counts, repaired, nulled, quarantined });
    progress.add(table.source, countOf(changes));
  }
  await asideAgain(client, state.id, work, ctx.signal);
  await foreignKeys.restore();
  return { synced, last };
}

/** Rows of the earlier snapshot that are gone or changed and are not in the target, by `keyText`. */
function outOf(client: pg.Client, run: string, table: PlanTable, changes: Changes): Promise<Set<string>> {
  const before = [...changes.deleted, ...changes.changed.map((c) => c.before)];
  return quarantinedAmong(client, run, table.source, before.map(keyText));
}

/** What is known of the rows that came, before they are brought over. */
export function factsOf({ after, encoding }: CatchUp, table: PlanTable, changes: Changes): NewFacts {
  const facts = new NewFacts(table);
  const read = rowsReader(after.db, table, table.read, encoding);
  for (const keys of [changes.inserted, changes.changed.map((c) => c.after)]) {
    for (const values of read(keys)) facts.add(values);
  }
  return facts;
}

/** What the plan knows of each column grows by the new values, so that validation reads them with the same care. */
export function learn(work: CatchUp, table: PlanTable, changes: Changes, facts: NewFacts): void {
  const profile = work.measures.tables.find((t) => t.table === table.source);
  if (!profile) throw new Error(`no profile of ${table.source}`);
  facts.learn();
  for (const column of table.columns) profile.columns[column.source] = column.facts;
  profile.maxRowBytes = mostRowBytes(Object.values(profile.columns));
  // Longer rows than before, and so many in one block would be more than SQLite joins.
  table.rowsPerBlock = Math.min(table.rowsPerBlock, rowsPerBlock(profile.maxRowBytes));
  profile.rows += changes.inserted.length - changes.deleted.length;
  // A key that no longer converts exactly cannot be compared by.
  table.compareKey = table.adopted
    ? stillComparable(table, profile)
    : compareKeyOf(sourceTable(work, table), table.columns, profile);
}
