import { Alert, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { wayBackText } from '../../../shared/messages/way-back-drill.ts';
import type { Prediction } from '../../../shared/model/index.ts';
import { Facts } from '../../components/Facts.tsx';
import { useText } from '../../i18n/format.ts';
import { resultText, totalOf } from '../../i18n/result.ts';

/** How a rehearsal ended, and what it says of the real migration. */
export function Predicted({ job, prediction }: { job: JobSnapshot; prediction: Prediction }) {
  const text = useText();
  const { t, duration } = text;
  return (
    <Alert
      role="status"
      color="green"
      icon={<IconCircleCheck />}
      title={t('wizard.after.rehearsed', { time: duration(job.seconds) })}
    >
      <Text>{resultText(totalOf(job.state?.tables ?? []), true, text)}</Text>
      <Text size="sm" mb="xs">
        {t('rehearsal.headingText')}
      </Text>
      <PredictionFacts prediction={prediction} />
    </Alert>
  );
}

function PredictionFacts({ prediction: p }: { prediction: Prediction }) {
  const { t, bytes, duration, number } = useText();
  const rate = (value: number): string => t('rehearsal.perSecond', { size: bytes(value) });
  return (
    <Facts
      facts={[
        [t('rehearsal.facts.time'), duration(p.seconds.total)],
        [
          t('rehearsal.facts.downtime'),
          t('rehearsal.facts.downtimeText', { time: duration(p.downtimeSeconds) }),
        ],
        [
          t('rehearsal.facts.short'),
          t('rehearsal.facts.shortText', { time: duration(p.shortDowntimeSeconds) }),
        ],
        [t('rehearsal.facts.database'), bytes(p.databaseBytes)],
        [t('rehearsal.facts.disk'), bytes(p.diskBytes)],
        [
          t('rehearsal.facts.bandwidth'),
          p.bandwidth &&
            t('rehearsal.facts.bandwidthText', {
              up: rate(p.bandwidth.up),
              down: rate(p.bandwidth.down),
              latency: number(p.bandwidth.latencyMs),
            }),
        ],
        [t('rehearsal.facts.wayBack'), p.wayBack && wayBackText(p.wayBack, t)],
      ]}
    />
  );
}
