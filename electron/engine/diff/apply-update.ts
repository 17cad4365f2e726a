import { loadedColumns } from '../load/chunk.ts';
import type { Key } from '../load/keys.ts';
import { copyFrom } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { type ApplyInput, note, type Outcome } from './apply-outcome.ts';
import { keyColumns, linesOf, slices, stageSql } from './apply-rows.ts';
import type { Changes } from './changes.ts';
import type { PlannedRow } from './changes-rows.ts';

/** A temporary table of the session: rows that are changed where they are. */
const name = 'autocore_changed';
export const changedRows = `pg_temp."${name}"`;

export interface Staged {
  /** Rows that are on the server, to be changed in place. */
  staged: number;
  /** Keys of those that cannot be, before and after: they are taken out and come again. */
  gone: Key[];
  coming: Key[];
}

/** Brings the changed rows that keep their place to the server. */
export async function stageChanged(input: ApplyInput, outcome: Outcome): Promise<Staged> {
  const { client, table, signal } = input;
  const { changed } = input.changes;
  const found: Staged = { staged: 0, gone: [], coming: [] };
  if (changed.length === 0) return found;
  // Without a key nothing says which row of the target is which.
  if (table.compareKey === null)
    return { staged: 0, gone: changed.map((c) => c.before), coming: changed.map((c) => c.after) };
  const columns = loadedColumns(table);
  await client.query(makeChanged(input));
  for (const pairs of slices(changed)) {
    const lines = linesOf(table, keepingPlace(input, outcome, pairs, found), columns);
    await copyFrom(client, `copy ${changedRows} from stdin`, lines, signal);
    if (outcome.ledger.isFull) await outcome.ledger.flush();
  }
  return found;
}

/** SQL that makes the table for them. */
export function makeChanged({ schema, table }: ApplyInput): string {
  return `drop table if exists ${changedRows}; ${stageSql(schema, table, loadedColumns(table), name)}`;
}

/**
 * Those that are in the target, stay there, and have the key that they had; in a hypertable also the time that they had:
 * no UPDATE moves a row into another chunk.
 */
export function* keepingPlace(
  { before, after, table }: ApplyInput,
  outcome: Outcome,
  pairs: Readonly<Changes['changed']>,
  found: Staged,
): Generator<PlannedRow> {
  const chunked = table.columns.filter((c) => c.target === table.hypertable?.column);
  const key = [...keyColumns(table), ...chunked];
  const at = key.map((c) => table.columns.indexOf(c));
  const wasAt = key.map((c) => before.table.columns.indexOf(c));
  const olds = before.rows(pairs.map((c) => c.before))[Symbol.iterator]();
  for (const now of after(pairs.map((c) => c.after))) {
    const old = olds.next().value as PlannedRow;
    if (
      now.fields &&
      old.fields &&
      at.every((place, i) => now.fields?.[place] === old.fields?.[wasAt[i] ?? -1])
    ) {
      note(outcome, now);
      found.staged++;
      yield now;
    } else {
      found.gone.push(old.key);
      found.coming.push(now.key);
    }
  }
}

/** SQL that changes them; null where a row is nothing but its key. */
export function updateSql({ schema, table }: ApplyInput): string | null {
  const key = keyColumns(table).map((c) => c.target);
  const set = loadedColumns(table)
    .filter((c) => !key.includes(c.target))
    .map((c) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`);
  if (set.length === 0) return null;
  const on = key.map((c) => `t.${quoteIdent(c)} = s.${quoteIdent(c)}`).join(' and ');
  return `update ${qualified(schema, table.target)} t set ${set.join(', ')} from ${changedRows} s where ${on}`;
}
