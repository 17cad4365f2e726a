import type { ChangedRows } from '../source/pages/changed-rows.ts';
import { keptRows } from './kept-rows.ts';
import { refusedKeys } from './ledger.ts';
import { rangeDifferences } from './ranges.ts';
import type { DiffInput } from './sides.ts';
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
    await rangeDifferences(compared, ranges);
  }
  return differences;
}
