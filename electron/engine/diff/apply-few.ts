import { copySql, loadedColumns } from '../load/chunk.ts';
import { copyWhole, wholeBytes } from '../target/copy-whole.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { type ApplyInput, newRows, type Outcome } from './apply-outcome.ts';
import { linesOf } from './apply-rows.ts';
import { changedRows, keepingPlace, makeChanged, type Staged, updateSql } from './apply-update.ts';

/** Rows up to which it is tried; lines of rows are bounded by `wholeBytes`. */
const mostRows = 5_000;

/**
 * A few rows that are changed where they are or new: all of it on its way before the server has said anything, which over
 * a slow link takes the time of one question instead of seven.
 * @returns what sends it; null where there is more to do, and `outcome` is of no use then
 */
export function fewRows(input: ApplyInput, outcome: Outcome): (() => Promise<void>) | null {
  const { changes, client, table, foreignKeys } = input;
  const { inserted, changed, deleted } = changes;
  if (deleted.length > 0 || input.hasRecords || inserted.length + changed.length > mostRows) return null;
  if (changed.length > 0 && (table.compareKey === null || foreignKeys.areBeside(table))) return null;
  const columns = loadedColumns(table);
  const found: Staged = { staged: 0, gone: [], coming: [] };
  const updates = whole(linesOf(table, keepingPlace(input, outcome, changed, found), columns));
  if (updates === null || found.gone.length > 0) return null;
  const inserts = whole(linesOf(table, newRows(input, outcome, inserted), columns));
  if (inserts === null) return null;
  const set = updateSql(input);
  const asks: (() => Promise<unknown>)[] = [];
  if (found.staged > 0 && set !== null) {
    asks.push(
      () => client.query(makeChanged(input)),
      () => copyWhole(client, `copy ${changedRows} from stdin`, updates),
      () => client.query(set),
    );
  }
  if (outcome.added > 0) asks.push(() => copyWhole(client, copySql(input), inserts));
  return async () => {
    await inOneTrip(client, [
      () => client.query('savepoint autocore_table'),
      ...asks,
      () => client.query('set constraints all immediate'),
    ]);
  };
}

/** All of it, where it is little. */
function whole(lines: Iterable<Buffer>): Buffer[] | null {
  const found: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += line.length;
    if (bytes > wholeBytes) return null;
    found.push(line);
  }
  return found;
}
