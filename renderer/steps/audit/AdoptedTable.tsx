import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { useText } from '../../i18n/format.ts';
import { AdoptedColumns } from './AdoptedColumns.tsx';
import type { Attention, Shown } from './adopted-tables.ts';

const colours: Record<Attention, string> = {
  noTable: 'red',
  noColumn: 'red',
  rowsThere: 'orange',
  columnsAlone: 'gray',
  tableAlone: 'gray',
  bookkeeping: 'gray',
};

/** One table: where its rows go, what there is to look at, and on demand each column. */
export function AdoptedTable(props: { shown: Shown; open: boolean; onToggle: () => void }) {
  const { shown, open, onToggle } = props;
  const { t, number } = useText();
  const columns = useId();
  const { table, name, attention } = shown;
  const badges = attention.map((each) => (
    <Badge key={each} color={colours[each]} variant="light" tt="none">
      {t(`wizard.adopted.attention.${each}`, {
        count: each === 'rowsThere' ? (table?.there ?? 0) : countOf(shown, each),
      })}
    </Badge>
  ));
  if (table === null) {
    return (
      <Group className="adoptedHead" gap="xs" justify="space-between">
        <Text component="span" size="sm" className="wrap" pl={24}>
          {name}
        </Text>
        {badges}
      </Group>
    );
  }
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <UnstyledButton className="adoptedHead" aria-expanded={open} aria-controls={columns} onClick={onToggle}>
        <Group gap="xs" justify="space-between">
          <Group gap={8} wrap="nowrap" miw={0} flex="1 1 14rem">
            <Chevron size={16} aria-hidden="true" style={{ flexShrink: 0 }} />
            <Text component="span" size="sm" fw={600} className="wrap">
              {name}
            </Text>
            {table.target !== null && table.target !== name && (
              <>
                <IconArrowRight
                  size={14}
                  role="img"
                  aria-label={t('wizard.adopted.to')}
                  style={{ flexShrink: 0 }}
                />
                <Text component="span" size="sm" className="wrap">
                  {table.target}
                </Text>
              </>
            )}
          </Group>
          <Group gap={6}>
            {badges}
            <Text component="span" size="sm" c="dimmed" className="number">
              {t('wizard.adopted.rows', { count: table.rows, rows: number(table.rows) })}
            </Text>
          </Group>
        </Group>
      </UnstyledButton>
      <div id={columns}>{open && <AdoptedColumns table={table} />}</div>
    </>
  );
}

/** How many columns are meant. */
function countOf({ table }: Shown, attention: Attention): number {
  if (attention === 'noColumn') return table?.columns.filter(({ target }) => target === null).length ?? 0;
  return table?.alone.length ?? 0;
}
