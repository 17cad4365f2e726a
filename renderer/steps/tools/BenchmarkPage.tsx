import { Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay, IconWand } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { JobSnapshot, RunDetail } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { Bar } from '../../components/Bar.tsx';
import { CancelJob } from '../../components/CancelJob.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ErrorCard } from '../../components/Problem.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { ServerPassword } from '../cutover/ServerPassword.tsx';
import { BenchmarkVerdict } from './BenchmarkVerdict.tsx';
import { Proposals } from './Proposals.tsx';
import { Times } from './Times.tsx';

/** The same questions to both sides, what would make them faster, and what the guide's criteria say. */
export function BenchmarkPage({ run }: { run: RunDetail }) {
  const { t } = useText();
  const { id } = run.state;
  const job = useWizard((state) =>
    state.job?.kind === 'benchmark' && state.job.run === id ? state.job : null,
  );
  const working = useWorking();
  const result = useWizard((state) => (state.benchmark?.run === id ? state.benchmark : null));
  const { loadBenchmark, startBenchmark } = useWizard((state) => state);
  useEffect(() => void loadBenchmark(id), [loadBenchmark, id]);
  const proposed = result?.proposals.some((each) => each.outcome === null && each.refused === null) === true;
  return (
    <Stack gap="md">
      <Panel title={t('wizard.tools.benchmark.title')}>
        <Text size="sm" c="dimmed">
          {t('wizard.tools.benchmark.text')}
        </Text>
        <ServerPassword error={job?.error} />
        {job && isActive(job) ? (
          <Running job={job} />
        ) : (
          <Group gap="sm">
            <Action
              variant={result ? 'default' : 'filled'}
              leftSection={<IconPlayerPlay size={18} />}
              why={working}
              onClick={() => startBenchmark(false)}
            >
              {t(`wizard.tools.benchmark.${result ? 'again' : 'start'}`)}
            </Action>
            {proposed && (
              <Action leftSection={<IconWand size={18} />} why={working} onClick={() => startBenchmark(true)}>
                {t('wizard.tools.benchmark.apply')}
              </Action>
            )}
            {job?.status === 'cancelled' && (
              <Text size="sm" role="status">
                {t('wizard.tools.benchmark.cancelled')}
              </Text>
            )}
          </Group>
        )}
        {job?.error && <ErrorCard error={job.error} />}
      </Panel>
      {result && (
        <>
          <BenchmarkVerdict result={result} />
          <Times result={result} />
          <Proposals result={result} />
        </>
      )}
    </Stack>
  );
}

function Running({ job }: { job: JobSnapshot }) {
  const { t, duration, number } = useText();
  const stage = job.stages[0];
  const done = stage?.done ?? 0;
  const total = stage?.total ?? 0;
  return (
    <Group gap="md" wrap="nowrap" align="center">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Bar part={total > 0 ? done / total : 0} label={t('wizard.tools.benchmark.running')} />
        <Text size="sm" c="dimmed" mt={4}>
          {total === 0
            ? t('wizard.tools.benchmark.starting')
            : t('wizard.tools.benchmark.step', { done: number(done), total: number(total) })}{' '}
          · {t('wizard.elapsed', { time: duration(job.seconds) })}
        </Text>
      </div>
      <CancelJob job={job} label={t('wizard.tools.benchmark.cancel')} />
    </Group>
  );
}
