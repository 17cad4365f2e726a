import type { ChangedRows } from '../source/pages/changed-rows.ts';
import { everyRow, type RowRange } from '../source/pages/trees.ts';
import { keptRows } from './kept-rows.ts';
import { refusedKeys } from './ledger.ts';
import { diffOrdered } from './ordered.ts';
import { type DiffInput, type KeyRange, sharedOrder, sourceLines, targetLines } from './sides.ts';
import { diffTable } from './table.ts';
import type { ValidateInput } from './validate.ts';

/**
 * Compares the rows that may have changed, value by value, as `validateTables` compares all: in their ranges where both
 * sides go by the rowid, else the whole table. What lies outside is as it was when it was compared, as long as nobody
 * else writes to the target.
 * @returns how many differ
 */
export async function validateRanges(
  input: Omit<ValidateInput, 'level' | 'accounts'>,
  changed: ChangedRows,
): Promise<number> {
  const refused = await refusedKeys(input.client, input.run);
  let differences = 0;
  for (const table of input.plan.tables) {
    const ranges = changed.get(table.source) ?? null;
    if (ranges?.length === 0) continue;
    const kept = await keptRows(input.client, input.run, table);
    const compared: DiffInput = {
      ...input,
      table,
      refused: refused.get(table.source) ?? new Set<string>(),
      without: kept.isOne,
      onRows: (rows) => input.onRows(table.source, rows),
      onDifference: () => void differences++,
    };
    await compareIn(compared, ranges);
  }
  return differences;
}

async function compareIn(input: DiffInput, ranges: readonly RowRange[] | null): Promise<void> {
  const order = sharedOrder(input);
  if (ranges === null || order === null || order.source.by !== 'rowid' || order.target.length !== 1) {
    await diffTable(input);
    return;
  }
  for (const range of ranges) {
    const keys = keysOf(range);
    await diffOrdered(
      sourceLines(input, order.source, keys),
      targetLines(input, order.target, keys),
      order.fields,
      input.onDifference,
    );
  }
}

function keysOf({ from, to }: RowRange): KeyRange {
  return { after: from === everyRow.from ? null : [from - 1n], upTo: to === everyRow.to ? null : [to] };
}
