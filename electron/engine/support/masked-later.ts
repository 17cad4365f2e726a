import type { CutoverView } from '../../../shared/contract.ts';
import type { Prediction } from '../../../shared/model/index.ts';
import { maskText } from './mask.ts';
import { maskSaid, maskSaidIn, type Names } from './mask-said.ts';

/*
 * What comes beside a run and after it, as it leaves the house. All pure. What the engine keeps of a way back for itself
 * (digests of tables, among others) does not go along: each part is taken by its name.
 */

export function maskedCutover({ restore, ...view }: CutoverView, names: Names): CutoverView {
  if (restore === null) return { ...view, restore };
  const { rows, rounded, foreignKeys, snapshotOnly, sourceChanged, kept, swappedAt, finishedAt } = restore;
  const { added, missing, spelled, displaced, leftBehind } = restore;
  return {
    ...view,
    restore: {
      ...{ rows, rounded, foreignKeys, snapshotOnly, sourceChanged, kept, swappedAt, finishedAt },
      added: added.map((each) => ({ ...each, reason: each.reason && maskSaid(each.reason, names) })),
      missing,
      spelled: spelled.map((each) => ({ ...each, key: maskText(each.key), value: maskText(each.value) })),
      displaced: displaced.map((each) => ({
        ...each,
        key: maskText(each.key),
        reason: maskSaid(each.reason, names),
      })),
      leftBehind: leftBehind.map((each) => ({
        ...each,
        key: maskText(each.key),
        reason: maskSaid(each.reason, names),
      })),
    },
  };
}

/** Why trying the way back failed may quote what a server said. */
export function maskedPrediction(prediction: Prediction, names: Names): Prediction {
  const { wayBack } = prediction;
  if (!wayBack?.reason) return prediction;
  const { code, params } = wayBack.reason;
  return {
    ...prediction,
    wayBack: { ...wayBack, reason: { code, params: maskSaidIn(params, names) as typeof params } },
  };
}
