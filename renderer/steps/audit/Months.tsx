import { BarChart } from '@mantine/charts';
import { Badge, Group, Text } from '@mantine/core';
import type { MonthPicture } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { gapsIn, monthBars } from './month-bars.ts';

/** Rows per month, with the partitions that are planned for them and what falls outside. */
export function Months({ picture }: { picture: MonthPicture }) {
  const { t, number, month } = useText();
  const { table, months, partitions, defaultName, outliers, unknown } = picture;
  const planned = t('wizard.pictures.planned');
  const outside = t('wizard.pictures.outside');
  const none = t('wizard.pictures.noRows');
  const data = monthBars(months).map((bar): Record<string, string | number> => {
    if (bar.kind === 'rows') return { month: month(bar.month), [bar.planned ? planned : outside]: bar.rows };
    if (bar.kind === 'empty') return { month: month(bar.month), [none]: 0 };
    const { from, to, months: count } = bar;
    return { month: t('wizard.pictures.gap', { count, from: month(from), to: month(to) }), [none]: 0 };
  });
  const gaps = gapsIn(months);
  return (
    <Panel
      title={t('wizard.pictures.months', { table })}
      aside={
        <Group gap="xs">
          <Badge variant="light" tt="none">
            {t('wizard.pictures.partitions', { count: partitions.length })}
          </Badge>
          {outliers > 0 && (
            <Badge color="orange" variant="light" tt="none">
              {t('wizard.pictures.outliers', { count: outliers, rows: number(outliers) })}
            </Badge>
          )}
          {unknown > 0 && (
            <Badge color="gray" variant="light" tt="none">
              {t('wizard.pictures.unknown', { count: unknown, rows: number(unknown) })}
            </Badge>
          )}
        </Group>
      }
    >
      {data.length > 0 && (
        <BarChart
          h={200}
          data={data}
          dataKey="month"
          type="stacked"
          withLegend
          series={[
            { name: planned, color: 'var(--bar)' },
            { name: outside, color: 'var(--warn)' },
            ...(data.some((each) => none in each)
              ? [{ name: none, color: 'var(--mantine-color-dimmed)' }]
              : []),
          ]}
          valueFormatter={number}
          // A month of one row beside months of thousands must still be seen, and one without any told from nothing.
          barProps={({ name }) => ({
            isAnimationActive: false,
            minPointSize: (_value, index) => (data[index]?.[name] === undefined ? 0 : 3),
          })}
          barChartProps={{ accessibilityLayer: false, margin: { left: 20 } }}
        />
      )}
      <Text size="sm" c="dimmed" className="wrap">
        {t('wizard.pictures.monthsText', {
          first: month(partitions[0]?.from.slice(0, 7) ?? '–'),
          last: month(partitions.at(-1)?.from.slice(0, 7) ?? '–'),
          name: defaultName,
        })}
      </Text>
      {gaps.length > 0 && (
        <Text size="sm" className="wrap">
          {t('wizard.pictures.gaps', {
            gaps: gaps
              .map(({ from, to, months: count }) =>
                t('wizard.pictures.gap', { count, from: month(from), to: month(to) }),
              )
              .join('; '),
          })}
        </Text>
      )}
    </Panel>
  );
}
