import { useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import { useHeld } from '../../components/use-held.ts';
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
  const { rangeExtractor, holds } = useHeld((held: string) => groups.findIndex(({ key }) => key === held));
  const cards = useVirtualizer({
    count: groups.length,
    getScrollElement: () => page,
    getItemKey: (index) => groups[index]?.key ?? index,
    estimateSize: () => usualHeight,
    scrollMargin: offset,
    gap: 8,
    overscan: 5,
    rangeExtractor,
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
            {...holds(group.key)}
          >
            <FindingCard group={group} open={open.has(group.key)} onToggle={onToggle} />
          </li>
        );
      })}
    </ul>
  );
}
