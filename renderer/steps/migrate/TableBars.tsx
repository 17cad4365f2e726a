import { Text } from '@mantine/core';
import type { JobSnapshot, JobTable } from '../../../shared/contract.ts';
import { Bar } from '../../components/Bar.tsx';
import { BarList } from '../../components/BarList.tsx';
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
  const widest = bySize.reduce(
    (most, table) => Math.max(most, textOf({ ...table, loaded: table.rows, validated: table.rows }).length),
    0,
  );
  return (
    <BarList
      items={bySize}
      widest={widest}
      barOf={(table) => <Bar part={table.rows === 0 ? 1 : doneOf(table) / table.rows} label={table.name} />}
      textOf={textOf}
    />
  );
}
