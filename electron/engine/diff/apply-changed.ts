import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { loadedColumns } from '../load/chunk.ts';
import { copyFrom } from '../target/copy.ts';
import { nested } from '../target/nested.ts';
import { inOneTrip } from '../target/pipeline.ts';
import type { ApplyInput, Outcome } from './apply-outcome.ts';
import { linesOf } from './apply-rows.ts';
import { changedRows, keepingPlace, makeChanged, type Staged, updatesOf } from './apply-update.ts';

/** Rows of one batch, and so many bytes of them: two batches are in memory. */
const mostRows = 10_000;
const mostBytes = 4 * 1024 * 1024;

interface Batch {
  lines: Buffer[];
  rows: number;
}

/**
 * Changes the rows where they are that keep their place, batch by batch: while the server is at work at one, the next is
 * read and converted.
 * @returns keys of those that cannot be changed there, before and after: they are taken out and come again
 */
export async function changeInPlace(
  input: ApplyInput,
  outcome: Outcome,
): Promise<Pick<Staged, 'gone' | 'coming'>> {
  const { client, schema, table, signal, changes, foreignKeys } = input;
  const { changed } = changes;
  const found: Staged = { staged: 0, gone: [], coming: [] };
  if (changed.length === 0) return found;
  // Without a key nothing says which row of the target is which.
  if (table.compareKey === null)
    return { gone: changed.map((c) => c.before), coming: changed.map((c) => c.after) };
  const updates = updatesOf(input);
  if (updates.length > 0) await foreignKeys.dropBeside(table);
  const target = { schema, name: table.target };
  const [ways] = await inOneTrip(client, [
    () => Promise.all(updates.map(({ sql, columns }) => nested(client, { ...target, columns }, sql))),
    () => client.query(makeChanged(input)),
  ]);
  const lines = linesOf(table, keepingPlace(input, outcome, changed, found), loadedColumns(table));
  const next = batches(lines, found);
  let batch = await next();
  while (batch !== null) {
    const { lines, rows } = batch;
    await copyFrom(client, `copy ${changedRows} from stdin`, lines, signal);
    [batch] = await Promise.all([next(), update(client, ways, rows)]);
    if (batch !== null) await client.query(`truncate ${changedRows}`);
    if (outcome.ledger.isFull) await outcome.ledger.flush();
  }
  return found;
}

/** Statement by statement, until all rows were found. */
async function update(client: pg.Client, ways: readonly string[], rows: number): Promise<void> {
  let left = rows;
  for (const sql of ways) {
    if (left === 0) return;
    // Several statements have several results; those that set something have no rows.
    const results = [await client.query(sql)].flat();
    left -= results.reduce((n, { rowCount }) => n + (rowCount ?? 0), 0);
  }
}

/** Gathers lines to batches; null when there are no more. Between two pieces others get their turn. */
function batches(lines: Generator<Buffer>, found: Staged): () => Promise<Batch | null> {
  return async () => {
    const batch: Batch = { lines: [], rows: 0 };
    const before = found.staged;
    let bytes = 0;
    while (batch.rows < mostRows && bytes < mostBytes) {
      const { value, done } = lines.next();
      if (done) break;
      batch.lines.push(value);
      bytes += value.length;
      batch.rows = found.staged - before;
      await setImmediate();
    }
    return batch.rows > 0 ? batch : null;
  };
}
