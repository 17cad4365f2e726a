import { Text } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { PageList } from './PageList.tsx';

/**
 * Names in a column, each with a bar and a number: only what is in sight is drawn, and the numbers of all rows have one
 * column.
 * @param widest characters of the longest number there can be
 */
export function BarList<T extends { name: string }>(props: {
  items: readonly T[];
  widest: number;
  barOf(item: T): ReactNode;
  textOf(item: T): string;
}) {
  const { items, widest, barOf, textOf } = props;
  return (
    <div style={{ '--numbers': `${widest}ch` } as CSSProperties}>
      <PageList items={items} keyOf={({ name }) => name} usualHeight={22} gap={4} className="barLine">
        {(item) => (
          <>
            <Text component="span" size="sm" className="cut" title={item.name}>
              {item.name}
            </Text>
            {barOf(item)}
            <Text component="span" size="sm" className="number">
              {textOf(item)}
            </Text>
          </>
        )}
      </PageList>
    </div>
  );
}
