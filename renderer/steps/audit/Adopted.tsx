import { Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useState } from 'react';
import type { AdoptPreview } from '../../../shared/model/index.ts';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useHeld } from '../../components/use-held.ts';
import { useText } from '../../i18n/format.ts';
import { AdoptedTable } from './AdoptedTable.tsx';
import { type Shown, tablesToShow } from './adopted-tables.ts';

/** What goes where, in tables that the application made: however many there are, only those in sight are drawn. */
export function Adopted({ preview }: { preview: AdoptPreview }) {
  const { t } = useText();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLocaleLowerCase());
  const all = useMemo(() => tablesToShow(preview), [preview]);
  const shown = all.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const paired = preview.tables.filter(({ target, bookkeeping }) => target !== null && !bookkeeping);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('wizard.adopted.text', { count: paired.length, schema: preview.schema })}
      </Text>
      <TextInput
        leftSection={<IconSearch size={16} />}
        placeholder={t('wizard.adopted.search')}
        aria-label={t('wizard.adopted.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {shown.length === 0 ? (
        <Text c="dimmed">{t('wizard.adopted.nothingFound')}</Text>
      ) : (
        <Tables shown={shown} />
      )}
    </Stack>
  );
}

const closedHeight = 46;

function Tables({ shown }: { shown: Shown[] }) {
  const { t } = useText();
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const keyOf = ({ name, table }: Shown): string => `${table === null ? 'target' : 'source'} ${name}`;
  const { rangeExtractor, holds } = useHeld((held: string) =>
    shown.findIndex((each) => keyOf(each) === held),
  );
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box,
    getItemKey: (index) => (shown[index] ? keyOf(shown[index]) : index),
    estimateSize: () => closedHeight,
    overscan: 8,
    rangeExtractor,
  });
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <Scrolling
      ref={setBox}
      className="panel"
      label={t('wizard.audit.tabs.adopted')}
      style={{ maxHeight: 'max(18rem, calc(100dvh - 24rem))', overflow: 'auto', padding: 0 }}
    >
      <ul className="plain" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const each = shown[index];
          if (!each) return null;
          const key = keyOf(each);
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              aria-setsize={shown.length}
              aria-posinset={index + 1}
              className="adopted"
              style={{ transform: `translateY(${start}px)` }}
              {...holds(key)}
            >
              <AdoptedTable shown={each} open={open.has(key)} onToggle={() => toggle(key)} />
            </li>
          );
        })}
      </ul>
    </Scrolling>
  );
}
