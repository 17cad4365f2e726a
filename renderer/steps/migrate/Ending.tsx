import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { ExportedFolder } from '../../components/ExportedFolder.tsx';
import { ErrorCard } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { resultText, totalOf } from '../../i18n/result.ts';
import { Predicted } from './Predicted.tsx';

/** How the run ended, with a clear account of what is where. */
export function Ending({ job }: { job: JobSnapshot }) {
  const text = useText();
  const { t, number, duration } = text;
  const tables = job.state?.tables ?? [];
  const rows = tables.reduce((sum, table) => sum + table.migrated, 0);
  const params = { count: rows, rows: number(rows), time: duration(job.seconds) };
  if (job.status === 'failed' && job.error) {
    return (
      <>
        <ErrorCard error={job.error} />
        {job.run !== null && job.kind === 'migrate' && (
          <Text size="sm" c="dimmed">
            {t('wizard.after.keptText', params)}
          </Text>
        )}
      </>
    );
  }
  if (job.status === 'cancelled') {
    const what =
      job.kind === 'export'
        ? 'exportGone'
        : job.run === null
          ? 'nothing'
          : job.kind === 'rehearse'
            ? 'rehearsal'
            : 'kept';
    return (
      <Alert role="status" color="orange" icon={<IconPlayerStop />} title={t('wizard.after.cancelled')}>
        <Text size="sm">{t(`wizard.after.${what}Text`, params)}</Text>
      </Alert>
    );
  }
  if (job.state?.status === 'differences') {
    return (
      <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={t('wizard.after.differences')}>
        <Text size="sm">{t('wizard.after.differencesText')}</Text>
      </Alert>
    );
  }
  if (job.exported && job.run !== null) {
    return <ExportedFolder path={job.exported.path} wrote={{ ...job.exported, seconds: job.seconds }} />;
  }
  if (job.prediction) return <Predicted job={job} prediction={job.prediction} />;
  return (
    <Alert role="status" color="green" icon={<IconCircleCheck />} title={t('wizard.after.done', params)}>
      <Text>{resultText(totalOf(tables), false, text)}</Text>
      <Text size="sm">{t('wizard.after.doneText')}</Text>
    </Alert>
  );
}
