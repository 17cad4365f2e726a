import { everyRow, type RowRange } from '../source/pages/trees.ts';
import { type DiffInput, type KeyRange, sharedOrder } from './sides.ts';
import { differencesIn, tableDifferences } from './table.ts';

/**
 * Compares the rows of some ranges of rowids, value by value, as `tableDifferences` compares all: where both sides go by the
 * rowid, else the whole table.
 * @param ranges null: the whole table
 */
export async function rangeDifferences(input: DiffInput, ranges: readonly RowRange[] | null): Promise<void> {
  const order = sharedOrder(input);
  if (ranges === null || order === null || order.source.by !== 'rowid' || order.target.length !== 1) {
    await tableDifferences(input);
    return;
  }
  for (const range of ranges) await differencesIn(input, order, keysOf(range));
}

function keysOf({ from, to }: RowRange): KeyRange {
  return { after: from === everyRow.from ? null : [from - 1n], upTo: to === everyRow.to ? null : [to] };
}
