import { diffMultiset } from './multiset.ts';
import { type DiffResult, diffOrdered } from './ordered.ts';
import { type DiffInput, sharedOrder, sourceLines, targetLines } from './sides.ts';

/**
 * Compares every value of every row of one table: what the source's rows become through the plan, against what the
 * target prints. Repaired and nulled values are expected as the ledger has them; rows in quarantine are left out.
 */
export async function diffTable(input: DiffInput): Promise<DiffResult> {
  const order = sharedOrder(input);
  if (order === null) {
    return diffMultiset(
      () => sourceLines(input, input.table.read),
      () => targetLines(input, null),
      input.onDifference,
    );
  }
  return diffOrdered(
    sourceLines(input, order.source),
    targetLines(input, order.target),
    order.fields,
    input.onDifference,
  );
}
