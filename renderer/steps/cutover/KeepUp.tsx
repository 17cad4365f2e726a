import { Group, Loader, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Stages } from '../migrate/Stages.tsx';

/** How following the source stands: the moment that PostgreSQL has everything of, and what came over. */
export function KeepUp({ job }: { job: JobSnapshot }) {
  const { t, time } = useText();
  const cancel = useWizard((state) => state.cancel);
  const { following } = job;
  const stop = (
    <Group>
      <Action size="xs" variant="default" loading={job.status === 'cancelling'} onClick={() => void cancel()}>
        {t('wizard.cutover.prepare.keep.stop')}
      </Action>
    </Group>
  );
  if (following === null || following.asOf === null)
    return (
      <>
        <Text size="sm" role="status">
          {t('wizard.cutover.prepare.keep.first')}
        </Text>
        <Stages job={{ ...job, stages: job.stages.filter(({ stage }) => stage !== 'follow') }} />
        {stop}
      </>
    );
  const { waiting, rows, last } = following;
  const at = time(following.asOf);
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        {waiting ? <Loader size={18} /> : <IconCircleCheck size={20} className="good" aria-hidden />}
        <Text size="sm" fw={600}>
          {t(`wizard.cutover.prepare.keep.${waiting ? 'waiting' : 'even'}`, { at })}
        </Text>
      </Group>
      <Text size="sm">{t('wizard.cutover.prepare.keep.counts', { rows, last })}</Text>
      <Text size="xs" c="dimmed">
        {t('wizard.cutover.prepare.keep.goes')}
      </Text>
      {stop}
    </>
  );
}

/** What a follow that has ended left. */
export function KeptUp({ job: { following } }: { job: JobSnapshot }) {
  const { t, time } = useText();
  if (following === null || following.asOf === null) return null;
  return (
    <Text size="sm" fw={600} role="status" className="good">
      {t('wizard.cutover.prepare.keep.ended', { at: time(following.asOf) })}
    </Text>
  );
}
