import { diffMultiset } from './multiset.ts';
import { type DiffResult, differencesInOrder, diffOrdered } from './ordered.ts';
import {
  type DiffInput,
  type KeyRange,
  type SharedOrder,
  sharedOrder,
  sourceLines,
  targetLines,
} from './sides.ts';

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

/** The same for whoever wants the differences alone. */
export async function tableDifferences(input: DiffInput): Promise<void> {
  const order = sharedOrder(input);
  if (order === null) await diffTable(input);
  else await differencesIn(input, order);
}

/** Of a range of the key that both sides go by. */
export function differencesIn(input: DiffInput, order: SharedOrder, range?: KeyRange): Promise<void> {
  return differencesInOrder(
    sourceLines(input, order.source, range),
    targetLines(input, order.target, range),
    order.fields,
    input.onDifference,
  );
}
