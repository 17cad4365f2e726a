import { AreaChart } from '@mantine/charts';
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { rateText } from '../../i18n/rate.ts';
import { isActive } from '../../state/job.ts';
import { WholeSpeed } from './WholeSpeed.tsx';

/** How fast it goes, and how long it took. */
export function Speed({ job }: { job: JobSnapshot }) {
  const text = useText();
  const { t, number, duration } = text;
  const stage = job.stages.find((each) => each.stage === job.stage);
  const average = averageOf(job);
  const rate = (value: number): string => rateText(value, stage?.unit, text);
  return (
    <>
      <Group gap="xl">
        {average === null ? (
          <Figure name={t('wizard.live.now')}>{job.rate === null ? '–' : rate(job.rate)}</Figure>
        ) : (
          <Figure name={t(job.kind === 'export' ? 'wizard.live.averageFiles' : 'wizard.live.average')}>
            {rate(average)}
          </Figure>
        )}
        {!isActive(job) && <Figure name={t('wizard.live.elapsed')}>{duration(job.seconds)}</Figure>}
      </Group>
      {job.rates.length < 2 ? (
        <Text size="sm" c="dimmed">
          {isActive(job) && t('wizard.live.chartLater')}
          {job.status === 'done' && t('wizard.live.chartNone')}
        </Text>
      ) : (
        <div aria-hidden="true">
          <AreaChart
            h={140}
            data={job.rates.map(({ seconds, rate: value }) => ({ seconds: Math.round(seconds), value }))}
            dataKey="seconds"
            series={[{ name: 'value', label: t('wizard.live.now'), color: 'var(--bar)' }]}
            withDots={false}
            withTooltip={false}
            curveType="monotone"
            valueFormatter={(value) => number(Math.round(value))}
            xAxisProps={{ tickFormatter: (value: number) => duration(value), minTickGap: 40 }}
            yAxisProps={{ width: 64, tickCount: 3 }}
            areaProps={{ isAnimationActive: false }}
            areaChartProps={{ accessibilityLayer: false }}
          />
        </div>
      )}
      <WholeSpeed job={job} />
    </>
  );
}

/** Rows a second of a load that is over; null before that. */
function averageOf(job: JobSnapshot): number | null {
  const load = job.stages.find(({ stage }) => stage === 'load' || stage === 'export');
  if (isActive(job) || !load || load.done === 0 || load.seconds === 0) return null;
  return load.done / load.seconds;
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Text>
    </div>
  );
}
