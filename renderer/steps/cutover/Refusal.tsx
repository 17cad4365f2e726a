import { Alert, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { rowDifferences } from '../../../shared/differences.ts';
import { ErrorCard } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { Differences } from '../validate/Differences.tsx';

/** Why the last attempt did not come to its end. */
export function Refusal({ job }: { job: JobSnapshot | null }) {
  const { t } = useText();
  if (job?.status === 'cancelled') {
    return (
      <Alert role="status" color="orange" icon={<IconPlayerStop />}>
        <Text size="sm">{t('wizard.cutover.work.cancelled')}</Text>
      </Alert>
    );
  }
  if (job?.status !== 'failed' || !job.error) return null;
  const run = job.error.code === 'validation.differences' ? job.state : null;
  if (!run?.validation) return <ErrorCard error={job.error} />;
  return (
    <>
      <ErrorCard
        error={{
          code: job.error.code,
          message: t('wizard.cutover.connection.refused'),
          hint: t('wizard.cutover.connection.refusedText'),
        }}
      />
      <Differences samples={run.validation.samples} all={rowDifferences(run)} />
    </>
  );
}
