import type { RowRange } from '../source/pages/trees.ts';

/** Each range is a question to the server, and over a slow line a question costs more than a few rows. */
const mostRanges = 16;
/** So many are kept apart until all are known. */
const mostKept = 4096;

/** A few ranges of rowids that hold all that were added, with as few others as that allows. */
export class CoveringRanges {
  #ranges: RowRange[] = [];

  add({ from, to }: RowRange): void {
    const last = this.#ranges.at(-1);
    // They mostly come in their order.
    if (last && from === last.to + 1n) last.to = to;
    else this.#ranges.push({ from, to });
    if (this.#ranges.length > mostKept) this.#ranges = covered(this.#ranges, mostKept / 4);
  }

  /** In their order, none touching another. */
  list(): RowRange[] {
    return covered(this.#ranges, mostRanges);
  }
}

/** So many ranges at most: the widest gaps stay open. */
function covered(ranges: readonly RowRange[], most: number): RowRange[] {
  const merged: RowRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => compare(a.from, b.from))) {
    const last = merged.at(-1);
    if (last && from <= last.to + 1n) last.to = to > last.to ? to : last.to;
    else merged.push({ from, to });
  }
  const gaps = merged.slice(1).map(({ from }, i) => from - (merged[i] as RowRange).to);
  // The narrowest gap that stays open.
  const least = gaps.toSorted((a, b) => compare(b, a))[most - 2];
  if (gaps.length < most || least === undefined) return merged;
  let open = most - 1 - gaps.filter((gap) => gap > least).length;
  return merged.reduce<RowRange[]>((list, range, i) => {
    const gap = gaps[i - 1];
    const isOpen = gap === undefined || gap > least || (gap === least && open-- > 0);
    if (isOpen) list.push({ ...range });
    else (list.at(-1) as RowRange).to = range.to;
    return list;
  }, []);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
