import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import { JobWay } from '../../components/JobWay.tsx';
import { useText } from '../../i18n/format.ts';
import { isCutover } from '../../state/cutover.ts';
import { isActive, isMigration } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';

/** A job goes on while the user looks at the start. */
export function RunningNotice() {
  const { t } = useText();
  const job = useWizard((state) => state.job);
  const goTo = useWizard((state) => state.goTo);
  if (!job || !isActive(job)) return null;
  const step = isMigration(job)
    ? 'migrate'
    : isCutover(job)
      ? 'cutover'
      : job.kind === 'benchmark'
        ? 'tools'
        : job.kind === 'audit'
          ? 'audit'
          : job.kind === 'fleet'
            ? 'fleet'
            : null;
  return (
    <Alert icon={<Loader size={18} />} title={t(`wizard.start.running.${job.kind}`)}>
      {isMigration(job) && <JobWay job={job} />}
      <Group justify="space-between">
        <Text size="sm" className="wrap">
          {job.source}
        </Text>
        {step && (
          <Button size="xs" onClick={() => goTo(step)}>
            {t('wizard.start.show')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
