import { Stack, Text } from '@mantine/core';
import { memo } from 'react';
import type { Pictures as PicturesData } from '../../../shared/contract.ts';
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
  const sorted = rows.toSorted((a, b) => b.rows - a.rows);
  return (
    <Panel title={t('wizard.pictures.rows')}>
      <ul className="bars">
        {sorted.map(({ table, rows: count }) => (
          <li key={table}>
            <Text component="span" size="sm" className="cut" title={table}>
              {table}
            </Text>
            {/* Square root: the small tables stay visible beside millions of rows; the numbers are exact. */}
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${Math.sqrt(count / most) * 100}%` }} />
            </span>
            <Text component="span" size="sm" className="number">
              {number(count)}
            </Text>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {t('wizard.pictures.root')}
      </Text>
    </Panel>
  );
}
