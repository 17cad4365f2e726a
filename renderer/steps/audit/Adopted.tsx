import { Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { AdoptPreview } from '../../../shared/model/index.ts';
import { PageList } from '../../components/PageList.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { plain } from '../../state/plain.ts';
import { AdoptedTable } from './AdoptedTable.tsx';
import { type Shown, tablesToShow } from './adopted-tables.ts';
import { toggled } from './toggled.ts';

/** What goes where, in tables that the application made: however many there are, only those in sight are drawn. */
export function Adopted({ preview }: { preview: AdoptPreview }) {
  const { t } = useText();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(plain(text.trim()));
  const all = useMemo(() => tablesToShow(preview), [preview]);
  const shown = all.filter(({ name }) => plain(name).includes(wanted));
  const paired = preview.tables.filter(({ target, bookkeeping }) => target !== null && !bookkeeping);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('wizard.adopted.text', { count: paired.length, schema: preview.schema })}
      </Text>
      <TextInput
        readOnly={false}
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
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const keyOf = ({ name, table }: Shown): string => `${table === null ? 'target' : 'source'} ${name}`;
  return (
    <Scrolling
      className="panel"
      label={t('wizard.audit.tabs.adopted')}
      style={{ maxHeight: 'max(18rem, calc(100dvh - 24rem))', overflow: 'auto', padding: 0 }}
    >
      <PageList items={shown} keyOf={keyOf} usualHeight={closedHeight} className="adopted">
        {(each) => (
          <AdoptedTable
            shown={each}
            open={open.has(keyOf(each))}
            onToggle={() => setOpen(toggled(open, keyOf(each)))}
          />
        )}
      </PageList>
    </Scrolling>
  );
}
