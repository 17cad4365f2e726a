import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useState } from 'react';
import type { ExceptionFilter } from '../../../shared/contract.ts';
import type { ExceptionRecord } from '../../../shared/model/index.ts';
import { Scrolling } from '../../components/Scrolling.tsx';
import { rangeWith } from '../../components/use-held.ts';
import { useRoving } from '../../components/use-roving.ts';
import { useText } from '../../i18n/format.ts';
import { pageSize } from '../../state/run.ts';
import { useWizard } from '../../state/use.ts';
import { ExceptionRow } from './ExceptionRow.tsx';

const rowHeight = 56;

/** A long list of which only what is seen is fetched and drawn. */
export function ExceptionList(props: {
  filter: ExceptionFilter;
  onOpen: (index: number) => void;
  /** How many fit the filter, as soon as that is known. */
  onTotal: (total: number) => void;
}) {
  const { filter, onOpen, onTotal } = props;
  const { t } = useText();
  const { pages, total, load } = usePages(filter, onTotal);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const { current, onKeyDown, onFocus } = useRoving(total, box, (row) => list.scrollToIndex(row));
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => box,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: (range) => rangeWith(range, current),
  });
  const items = list.getVirtualItems();
  // Not only the first and the last: the row that the keyboard is at may be far from what is in sight.
  const wanted = [...new Set(items.map(({ index }) => Math.floor(index / pageSize)))].join();
  useEffect(() => {
    for (const page of (wanted || '0').split(',')) load(Number(page));
  }, [wanted, load]);
  return (
    <Scrolling
      ref={setBox}
      className="panel"
      label={t('certificate.exceptions.title')}
      style={{ height: 'max(16rem, calc(100dvh - 32.5rem))', overflow: 'auto', padding: 0 }}
    >
      <ul
        className="plain"
        aria-description={t('wizard.exceptions.keys')}
        onKeyDown={onKeyDown}
        style={{ height: list.getTotalSize(), position: 'relative' }}
      >
        {items.map(({ index, start, size }) => {
          const record = pages.get(Math.floor(index / pageSize))?.[index % pageSize];
          return (
            <li
              key={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className="exception"
              style={{ height: size, transform: `translateY(${start}px)` }}
              data-row={index}
              onFocus={() => onFocus(index)}
            >
              {record ? (
                <ExceptionRow record={record} isStop={index === current} onOpen={() => onOpen(index)} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t('wizard.loading')}
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </Scrolling>
  );
}

/** Pages of the exceptions that fit the filter, each fetched once. */
function usePages(filter: ExceptionFilter, onTotal: (total: number) => void) {
  const fetchPage = useWizard((state) => state.exceptionPage);
  const [pages, setPages] = useState<ReadonlyMap<number, ExceptionRecord[]>>(new Map());
  const [asked] = useState(() => new Set<number>());
  const [total, setTotal] = useState(0);
  const load = useCallback(
    (page: number) => {
      if (asked.has(page)) return;
      asked.add(page);
      void fetchPage(filter, page * pageSize).then((result) => {
        // A page that failed is asked for again when it is seen again.
        if (!result) return void asked.delete(page);
        setTotal(result.total);
        onTotal(result.total);
        setPages((known) => new Map(known).set(page, result.records));
      });
    },
    [asked, fetchPage, filter, onTotal],
  );
  return { pages, total, load };
}
