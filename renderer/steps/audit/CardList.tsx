import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import { FindingCard } from './FindingCard.tsx';
import type { FindingGroup } from './groups.ts';
import { useOffset } from './use-offset.ts';

const usualHeight = 74;

/** Cards on the page, which scrolls as a whole: however many there are, only those in sight are drawn. */
export function CardList(props: {
  groups: readonly FindingGroup[];
  open: ReadonlySet<string>;
  onToggle(key: string): void;
}) {
  const { groups, open, onToggle } = props;
  const [list, setList] = useState<HTMLElement | null>(null);
  const page = list?.closest<HTMLElement>('.scroll') ?? null;
  const offset = useOffset(list, page);
  // The one with the focus stays, wherever the page is scrolled to and whatever is put before it.
  const [held, setHeld] = useState<string | null>(null);
  const cards = useVirtualizer({
    count: groups.length,
    getScrollElement: () => page,
    getItemKey: (index) => groups[index]?.key ?? index,
    estimateSize: () => usualHeight,
    scrollMargin: offset,
    gap: 8,
    overscan: 5,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      const at = held === null ? -1 : groups.findIndex(({ key }) => key === held);
      if (at === -1 || shown.includes(at)) return shown;
      return [...shown, at].sort((a, b) => a - b);
    },
  });
  return (
    <ul ref={setList} className="plain" style={{ height: cards.getTotalSize(), position: 'relative' }}>
      {cards.getVirtualItems().map(({ index, start }) => {
        const group = groups[index];
        if (!group) return null;
        return (
          <li
            key={group.key}
            ref={cards.measureElement}
            data-index={index}
            aria-setsize={groups.length}
            aria-posinset={index + 1}
            className="card"
            style={{ transform: `translateY(${start - offset}px)` }}
            onFocus={() => setHeld(group.key)}
            onBlur={() => setHeld(null)}
          >
            <FindingCard group={group} open={open.has(group.key)} onToggle={onToggle} />
          </li>
        );
      })}
    </ul>
  );
}
