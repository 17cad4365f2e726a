import { Stack, Text } from '@mantine/core';
import { memo } from 'react';
import type { Pictures as PicturesData } from '../../../shared/contract.ts';
import { BarList } from '../../components/BarList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { Months } from './Months.tsx';
import { Relations } from './Relations.tsx';

/** The source at a glance. */
export const Pictures = memo(function Pictures({ pictures }: { pictures: PicturesData }) {
  const { t } = useText();
  return (
    <Stack gap="md">
      <RowsPerTable rows={pictures.rows} />
      {pictures.months.map((months) => (
        <Months key={months.table} picture={months} />
      ))}
      <Relations relations={pictures.relations} title={t('wizard.pictures.relations')} />
    </Stack>
  );
});

function RowsPerTable({ rows }: { rows: PicturesData['rows'] }) {
  const { t, number } = useText();
  const most = Math.max(1, ...rows.map((each) => each.rows));
  const sorted = rows
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ table, rows: count }) => ({ name: table, count }));
  return (
    <Panel title={t('wizard.pictures.rows')}>
      <BarList
        items={sorted}
        widest={number(most).length}
        barOf={({ count }) => (
          // Square root: the small tables stay visible beside millions of rows; the numbers are exact.
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${Math.sqrt(count / most) * 100}%` }} />
          </span>
        )}
        textOf={({ count }) => number(count)}
      />
      <Text size="xs" c="dimmed">
        {t('wizard.pictures.root')}
      </Text>
    </Panel>
  );
}
