import { BarChart } from '@mantine/charts';
import { SegmentedControl, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { BenchmarkResult, Timing } from '../../../shared/model/index.ts';
import { powersAround } from '../../../shared/powers.ts';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useMilliseconds } from './milliseconds.ts';

type Measure = 'p50' | 'p95';
const marks = { exceptions: '*', other: '**' } as const;

/** How long each question took on each side: as a picture, and as figures for those who want them all. */
export function Times({ result }: { result: BenchmarkResult }) {
  const { t, number } = useText();
  const milliseconds = useMilliseconds();
  const [measure, setMeasure] = useState<Measure>('p50');
  const optimised = result.queries.some((query) => query.optimised !== null);
  const sides = ['sqlite', 'postgres', ...(optimised ? ['optimised' as const] : [])] as const;
  const colours = { sqlite: 'var(--warn)', postgres: 'var(--bar)', optimised: 'var(--good)' };
  const name = (side: (typeof sides)[number]) => t(`benchmark.columns.${side}`);
  const both = (time: Timing | null) =>
    time === null ? '–' : `${milliseconds(time.p50)} / ${milliseconds(time.p95)}`;
  const ticks = powersAround(result.queries.flatMap((query) => sides.map((side) => query[side]?.[measure])));
  const differing = [...new Set(result.queries.flatMap((query) => query.differs ?? []))];
  return (
    <Panel
      title={t('wizard.tools.benchmark.times')}
      aside={
        <SegmentedControl
          size="xs"
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          aria-label={t('wizard.tools.benchmark.measure')}
          data={(['p50', 'p95'] as const).map((value) => ({
            value,
            label: t(`wizard.tools.benchmark.${value}`),
          }))}
        />
      }
    >
      <div aria-hidden="true">
        <BarChart
          h={result.queries.length * (optimised ? 46 : 38) + 70}
          data={result.queries.map((query) => ({
            query: t(`benchmark.queries.${query.id}`),
            ...Object.fromEntries(
              sides.map((side) => [side, Math.max(query[side]?.[measure] ?? 0.001, 0.001)]),
            ),
          }))}
          dataKey="query"
          orientation="vertical"
          withLegend
          tickLine="none"
          gridAxis="y"
          legendProps={{ itemSorter: null }}
          series={sides.map((side) => ({ name: side, label: name(side), color: colours[side] }))}
          valueFormatter={(value) => `${milliseconds(value)} ms`}
          xAxisProps={{
            scale: 'log',
            domain: [ticks[0] ?? 0.001, ticks.at(-1) ?? 1],
            ticks,
            allowDataOverflow: true,
            tickFormatter: (value: number) => milliseconds(value),
          }}
          yAxisProps={{ width: 210 }}
          barProps={{ isAnimationActive: false, minPointSize: 2, barSize: 9 }}
          barChartProps={{ accessibilityLayer: false, barGap: 2 }}
        />
      </div>
      <Text size="xs" c="dimmed">
        {t('wizard.tools.benchmark.scale')}
      </Text>
      <Scrolling label={t('wizard.tools.benchmark.table')} className="sideways">
        <Table layout="fixed" miw="50rem" verticalSpacing={4} striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="32%">{t('benchmark.columns.query')}</Table.Th>
              <Table.Th ta="right">{t('benchmark.columns.rows')}</Table.Th>
              {sides.map((side) => (
                <Table.Th key={side} ta="right">
                  {name(side)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.queries.map((query) => (
              <Table.Tr key={query.id}>
                <Table.Td>
                  {t(`benchmark.queries.${query.id}`)} {query.differs && marks[query.differs]}
                </Table.Td>
                <Table.Td className="number">{number(query.rows)}</Table.Td>
                {sides.map((side) => (
                  <Table.Td key={side} className="number">
                    {both(query[side])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolling>
      {differing.map((why) => (
        <Text key={why} size="sm">
          {marks[why]} {t(`benchmark.differs.${why}`)}
        </Text>
      ))}
      {result.left.map(({ id, reason }) => (
        <Text key={id} size="sm" className="wrap">
          {t('benchmark.left', { name: t(`benchmark.queries.${id}`), reason })}
        </Text>
      ))}
    </Panel>
  );
}
