import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useState } from 'react';
import { useHeld } from './use-held.ts';
import { useOffset } from './use-offset.ts';

/**
 * A list within the page, or within a part that scrolls by itself (`Scrolling`): however many there are, only those in sight are drawn. The one with the
 * focus stays, wherever the page is scrolled to: somebody may be typing in it.
 * @param usualHeight of one, in pixels, until it was seen. @param gap between two, in pixels
 */
export function PageList<T>(props: {
  items: readonly T[];
  keyOf(item: T): string;
  usualHeight: number;
  gap?: number;
  className: string;
  children: (item: T) => ReactNode;
}) {
  const { items, keyOf, usualHeight, gap = 0, className, children } = props;
  const [list, setList] = useState<HTMLElement | null>(null);
  const page = list?.closest<HTMLElement>('[data-scrolls]') ?? null;
  const offset = useOffset(list, page);
  const { rangeExtractor, holds } = useHeld((held: string) =>
    items.findIndex((item) => keyOf(item) === held),
  );
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => page,
    getItemKey: (index) => (items[index] === undefined ? index : keyOf(items[index])),
    estimateSize: () => usualHeight,
    scrollMargin: offset,
    gap,
    overscan: 6,
    rangeExtractor,
  });
  return (
    <ul ref={setList} className="plain" style={{ height: rows.getTotalSize(), position: 'relative' }}>
      {rows.getVirtualItems().map(({ index, start }) => {
        const item = items[index];
        if (item === undefined) return null;
        const key = keyOf(item);
        return (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            className={className}
            style={{ transform: `translateY(${start - offset}px)` }}
            {...holds(key)}
          >
            {children(item)}
          </li>
        );
      })}
    </ul>
  );
}
