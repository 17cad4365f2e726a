import { createHash } from 'node:crypto';
import { readKey } from '../load/keys.ts';
import { type Block, readBlocks } from '../load/reader.ts';
import { qualified } from '../target/sql.ts';
import type { ForeignKeys } from './apply-foreign-keys.ts';
import { Ledger } from './apply-ledger.ts';
import { Putting } from './apply-put.ts';
import { deleteStaged, type PutInput, stageLines } from './apply-rows.ts';
import { type PlannedRow, plannedRow } from './changes-rows.ts';
import { keptRows } from './kept-rows.ts';
import { LineFile } from './line-file.ts';
import { linesIn } from './lines.ts';
import type { LineDifference } from './ordered.ts';
import { tableDifferences } from './table.ts';

export interface AlignInput extends PutInput {
  foreignKeys: ForeignKeys;
  /** Rows that stay out of the target, by `keyText`, and why: nobody tries them again. */
  aside: ReadonlyMap<string, { code: string; reason: string }>;
  /** File for the rows that are taken out of the target or changed there, as they were: COPY lines of all columns. */
  removed: string;
  onRows(rows: number): void;
}

/** What was found, and what the table has now. */
export interface Aligned {
  inserted: number;
  changed: number;
  deleted: number;
  migrated: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

/**
 * Makes a table of the target what the snapshot says, whatever it holds: the two themselves are compared, rows that
 * should not be there go, rows that are missing come, and the ledger of exceptions is written anew. Runs in the caller's
 * transaction, with the table locked.
 */
export async function alignTable(input: AlignInput): Promise<Aligned> {
  const { client, table, run, foreignKeys } = input;
  const found = { missing: 0, changed: 0, unexpected: 0 };
  const wanted = new Wanted();
  const removed = new LineFile(input.removed);
  const kept = await keptRows(client, run, table);
  try {
    await tableDifferences({
      ...input,
      // Rows that the server refused are tried again: what was in their way may be gone.
      refused: new Set(input.aside.keys()),
      without: kept.isOne,
      onDifference: ({ kind, source, target }: LineDifference) => {
        found[kind]++;
        if (source) wanted.add(source, kind === 'changed');
        if (target) removed.add(target);
      },
    });
  } finally {
    removed.close();
  }
  if (removed.lines + wanted.size > 0) await foreignKeys.dropAround(table);
  if (removed.lines > 0) {
    await stageLines(input, table.columns, removed.read());
    await deleteStaged(input);
  }
  await client.query(
    'delete from autocore_migration.exception where run = $1::text and source_table = $2::text',
    [run, table.source],
  );
  const { refused, gained } = await putMissing(input, wanted);
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from ${qualified(input.schema, table.target)}`,
  );
  const { missing, changed, unexpected: deleted } = found;
  return {
    inserted: missing - refused.missing,
    changed: changed - refused.changed,
    // What was there and is refused now has gone.
    deleted: deleted + refused.changed,
    migrated: Number(rows[0]?.n) - kept.rows,
    ...gained,
  };
}

/** Rows that are wanted and the server does not take: new ones, and those that are in the target as they were before. */
interface Refused {
  missing: number;
  changed: number;
}

/** Walks the snapshot once more: for the rows that are wanted, and for every exception there is. */
async function putMissing(
  input: AlignInput,
  wanted: Wanted,
): Promise<{ refused: Refused; gained: Ledger['gained'] }> {
  const { db, table, encoding, signal } = input;
  const ledger = new Ledger(input);
  const planned = plannedRow(db, table, encoding);
  const refused: Refused = { missing: 0, changed: 0 };
  const areChanged = new WeakSet<PlannedRow>();
  const putting = new Putting(input, ledger, (row) => {
    refused[areChanged.has(row) ? 'changed' : 'missing']++;
  });
  for (const [key, { code, reason }] of input.aside) {
    ledger.refuse({ key: readKey(key) }, code, reason);
    if (ledger.isFull) await ledger.flush();
  }
  const skip = new Set(input.aside.keys());
  const options = { columns: table.columns, order: table.read, encoding, skip };
  let after: Block['last'] | null = null;
  for (const block of readBlocks(db, table, { ...options, after })) {
    signal.throwIfAborted();
    for (const row of block.troubled) {
      // What the server computes by itself is no exception.
      const troubles = row.troubles.filter(({ column }) => column.generated === null);
      ledger.note({ ...row, troubles });
    }
    if (wanted.isIn(block.data)) {
      const single = { ...options, after, upTo: block.last, single: true, rowsPerBlock: 1 };
      for (const { data, last } of readBlocks(db, table, single)) {
        const kind = wanted.take(data);
        if (kind === null) continue;
        const row = planned(last);
        if (kind === 'changed') areChanged.add(row);
        await putting.add(row);
      }
    }
    after = block.last;
    if (!ledger.isFull) continue;
    await putting.flush();
    await ledger.flush();
  }
  await putting.flush();
  await ledger.flush();
  if (wanted.size > 0) throw new Error(`${wanted.size} rows of ${table.source} were not found again`);
  return { refused, gained: ledger.gained };
}

/** Lines that are missing in the target, by their digests: a row may be there several times. */
class Wanted {
  readonly #lines = new Map<string, number>();
  /** Those of rows that are in the target as they were before: with a key, of which each row has its own. */
  readonly #changed = new Set<string>();
  size = 0;

  add(line: Buffer, isChanged: boolean): void {
    const digest = digestOf(line);
    this.#lines.set(digest, (this.#lines.get(digest) ?? 0) + 1);
    if (isChanged) this.#changed.add(digest);
    this.size++;
  }

  /** True where one of these whole lines is wanted. */
  isIn(lines: Buffer): boolean {
    if (this.size === 0) return false;
    for (const line of linesIn(lines)) if (this.#lines.has(digestOf(line))) return true;
    return false;
  }

  /** Takes one line off the list, and says of what kind of row it is; null where it is not on it. */
  take(line: Buffer): keyof Refused | null {
    const digest = digestOf(line);
    const n = this.#lines.get(digest) ?? 0;
    if (n === 0) return null;
    if (n === 1) this.#lines.delete(digest);
    else this.#lines.set(digest, n - 1);
    this.size--;
    return this.#changed.has(digest) ? 'changed' : 'missing';
  }
}

function digestOf(line: Buffer): string {
  return createHash('sha256').update(line).digest('binary');
}
