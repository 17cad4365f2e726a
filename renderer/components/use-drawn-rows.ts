import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useOffset } from './use-offset.ts';

/** Tables of no more rows than this are drawn whole: a browser then finds all words that are on the page. */
const mostWhole = 200;
const usualHeight = 35;

/**
 * Rows of a table in the page, of thousands those in sight alone.
 * @param body what holds the rows
 * @returns the rows to draw, and the height of those that are not, above and below them
 */
export function useDrawnRows(body: HTMLElement | null, count: number) {
  const page = body?.closest<HTMLElement>('[data-scrolls]') ?? null;
  const offset = useOffset(body, page);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => page,
    estimateSize: () => usualHeight,
    scrollMargin: offset,
    overscan: count <= mostWhole ? count : 10,
    rangeExtractor: fromEven,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return {
    drawn: items.map(({ index }) => ({ index, measure: rows.measureElement })),
    above: first ? first.start - offset : 0,
    below: last ? rows.getTotalSize() - (last.end - offset) : 0,
  };
}

/** Every other row is shaded: the first that is drawn is always one of the same kind. */
function fromEven(range: Range): number[] {
  const shown = defaultRangeExtractor(range);
  const [first = 0] = shown;
  return first % 2 === 0 ? shown : [first - 1, ...shown];
}
