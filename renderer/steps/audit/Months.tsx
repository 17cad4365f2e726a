import { BarChart } from '@mantine/charts';
import { Badge, Group, Text } from '@mantine/core';
import type { MonthPicture } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';

/** Rows per month, with the partitions that are planned for them and what falls outside. */
export function Months({ picture }: { picture: MonthPicture }) {
  const { t, number } = useText();
  const { table, months, partitions, defaultName, outliers, unknown } = picture;
  const planned = t('wizard.pictures.planned');
  const outside = t('wizard.pictures.outside');
  const data = months.map(
    ({ month, rows, planned: own }): Record<string, string | number> => ({
      month,
      [own ? planned : outside]: rows,
    }),
  );
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
          ]}
          valueFormatter={number}
          // A month of one row beside months of thousands must still be seen.
          barProps={({ name }) => ({
            isAnimationActive: false,
            minPointSize: (_value, index) => (data[index]?.[name] ? 3 : 0),
          })}
          barChartProps={{ accessibilityLayer: false, margin: { left: 20 } }}
        />
      )}
      <Text size="sm" c="dimmed" className="wrap">
        {t('wizard.pictures.monthsText', {
          first: partitions[0]?.from.slice(0, 7) ?? '–',
          last: partitions.at(-1)?.from.slice(0, 7) ?? '–',
          name: defaultName,
        })}
      </Text>
    </Panel>
  );
}
