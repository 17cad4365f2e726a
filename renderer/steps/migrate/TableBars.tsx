import { Text } from '@mantine/core';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { Bar } from '../../components/Bar.tsx';
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
  return (
    <ul className="bars">
      {bySize.map(({ name, rows, loaded, validated }) => {
        const done = comparing ? validated : loaded;
        const aside = accounts.get(name)?.quarantined ?? 0;
        return (
          <li key={name}>
            <Text component="span" size="sm" className="cut" title={name}>
              {name}
            </Text>
            <Bar part={rows === 0 ? 1 : done / rows} label={name} />
            <Text component="span" size="sm" className="number">
              {rows === 0
                ? t('wizard.live.empty')
                : aside > 0 && (accounts.get(name)?.migrated ?? 0) + aside === rows
                  ? t('wizard.live.aside', { rows: number(rows - aside), aside: number(aside) })
                  : `${number(done)} / ${number(rows)}`}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}
