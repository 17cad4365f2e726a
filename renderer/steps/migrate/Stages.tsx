import { Loader, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { JobSnapshot, JobStage } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { stageName } from '../../i18n/stage.ts';

/** The stages in their order, with how far each is. */
export function Stages({ job }: { job: JobSnapshot }) {
  const moving = job.status === 'running' || job.status === 'pausing' || job.status === 'cancelling';
  return (
    <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
      {job.stages.map((stage) => (
        <StageRow key={stage.stage} kind={job.kind} stage={stage} moving={moving} />
      ))}
    </Stack>
  );
}

function StageRow({
  kind,
  stage: { stage, status, done, total, unit, seconds },
  moving,
}: {
  kind: JobSnapshot['kind'];
  stage: JobStage;
  moving: boolean;
}) {
  const { t, number, bytes, duration, percent } = useText();
  const amount = (value: number): string => (unit === 'bytes' ? bytes(value) : number(value));
  return (
    <li className="stage" aria-current={status === 'running' && moving ? 'step' : undefined}>
      {status === 'done' && (
        <IconCircleCheck size={20} className="good" role="img" aria-label={t('wizard.live.done')} />
      )}
      {status === 'running' && moving && <Loader size={18} />}
      {(status === 'waiting' || (status === 'running' && !moving)) && (
        <IconCircleDashed size={20} role="img" aria-label={t('wizard.live.waiting')} />
      )}
      <Text size="sm" fw={status === 'running' ? 650 : 400} c={status === 'waiting' ? 'dimmed' : ''}>
        {t(stageName(kind, stage))}
      </Text>
      <Text size="xs" c="dimmed" className="number">
        {status === 'running' && total > 0
          ? `${amount(done)} / ${amount(total)} · ${percent(done, total)}`
          : status === 'done'
            ? duration(seconds)
            : ''}
      </Text>
    </li>
  );
}
