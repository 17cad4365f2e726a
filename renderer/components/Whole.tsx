import { Group, Loader, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { JobSnapshot } from '../../shared/contract.ts';
import { about } from '../i18n/about.ts';
import { useText } from '../i18n/format.ts';
import type { Format } from '../i18n/formats.ts';
import { stageName } from '../i18n/stage.ts';
import { Bar } from './Bar.tsx';
import { usePartNow } from './part-now.ts';

/** How far a job is in all, what it is at, and how long it still takes. */
export function Whole({ job }: { job: JobSnapshot }) {
  const text = useText();
  const { t, duration } = text;
  const { part, passed, moves } = usePartNow(job);
  return (
    <div className="whole">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap="xs" wrap="nowrap" miw={0} role="status">
          {moves ? <Loader size={18} /> : <IconPlayerPause size={20} aria-hidden="true" />}
          <Text fw={650} className="cut">
            {stepText(job, t)}
          </Text>
        </Group>
        <Text size="sm" c="dimmed" className="number">
          {leftText(job, passed, text)}
        </Text>
      </Group>
      <Bar part={part} label={t('wizard.live.whole')} />
      <Text size="sm" c="dimmed">
        {job.status === 'paused'
          ? t('wizard.live.pausedText')
          : t('wizard.elapsed', { time: duration(Math.floor(job.seconds + passed)) })}
      </Text>
    </div>
  );
}

/** What is at work, by its name. */
function stepText({ kind, status, stage, stages }: JobSnapshot, t: Format['t']): string {
  if (status === 'paused' || status === 'pausing' || status === 'cancelling')
    return t(`wizard.live.${status}`);
  const at = stage ?? stages.find((each) => each.status === 'waiting')?.stage;
  return at ? t(stageName(kind, at)) : t('wizard.live.beginning');
}

function leftText({ status, whole }: JobSnapshot, passed: number, format: Format): string {
  const { t } = format;
  if (status !== 'running') return '';
  if (whole.secondsLeft === null) return t('wizard.live.estimating');
  const left = whole.secondsLeft - passed;
  if (left < 1) return t('wizard.live.ending');
  const time = about(left, format);
  // The verb goes with the first number that is said: “falta cerca de 1 min 15 s”.
  return t('wizard.live.left', { count: Number.parseInt(time, 10), time });
}
