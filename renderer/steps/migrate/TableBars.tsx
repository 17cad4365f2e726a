import { Text } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { JobSnapshot, JobTable } from '../../../shared/contract.ts';
import { Bar } from '../../components/Bar.tsx';
import { PageList } from '../../components/PageList.tsx';
import { useText } from '../../i18n/format.ts';

/** A bar for every table, the largest first: loaded, then compared. */
export function TableBars({ job }: { job: JobSnapshot }) {
  const { t, number } = useText();
  const comparing = job.stages.some(({ stage, status }) => stage === 'validate' && status !== 'waiting');
  const accounts = new Map(job.state?.tables.map((table) => [table.name, table]));
  const bySize = job.tables.toSorted((a, b) => b.rows - a.rows);
  if (bySize.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('wizard.live.noTables')}
      </Text>
    );
  }
  const doneOf = ({ loaded, validated }: JobTable): number => (comparing ? validated : loaded);
  const textOf = (table: JobTable): string => {
    const { name, rows } = table;
    if (rows === 0) return t('wizard.live.empty');
    const { quarantined: aside = 0, migrated = 0 } = accounts.get(name) ?? {};
    return aside > 0 && migrated + aside === rows
      ? t('wizard.live.aside', { rows: number(rows - aside), aside: number(aside) })
      : `${number(doneOf(table))} / ${number(rows)}`;
  };
  // Only what is in sight is drawn, and the numbers of all rows have one column: as wide as the widest there can be.
  const widest = bySize.reduce(
    (most, table) => Math.max(most, textOf({ ...table, loaded: table.rows, validated: table.rows }).length),
    0,
  );
  return (
    <div style={{ '--numbers': `${widest}ch` } as CSSProperties}>
      <PageList items={bySize} keyOf={({ name }) => name} usualHeight={22} gap={4} className="tableBar">
        {(table) => (
          <>
            <Text component="span" size="sm" className="cut" title={table.name}>
              {table.name}
            </Text>
            <Bar part={table.rows === 0 ? 1 : doneOf(table) / table.rows} label={table.name} />
            <Text component="span" size="sm" className="number">
              {textOf(table)}
            </Text>
          </>
        )}
      </PageList>
    </div>
  );
}
