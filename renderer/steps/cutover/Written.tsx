import { Button, Group, Text } from '@mantine/core';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { Stages } from '../migrate/Stages.tsx';
import { Changes } from './Changes.tsx';

/** What the application wrote since the snapshot: counted, being counted, or not. */
export function Written({ job }: { job: JobSnapshot | null }) {
  const { t } = useText();
  const { cancel, lookBack } = useWizard((state) => state);
  if (job?.kind === 'wayBack' && isActive(job)) {
    return (
      <>
        <Stages job={job} />
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={job.status === 'cancelling'}
            onClick={() => void cancel()}
          >
            {t('wizard.cutover.work.stop')}
          </Button>
        </Group>
      </>
    );
  }
  if (!job?.wayBack) {
    return (
      <>
        <Text size="sm">{t('wizard.cutover.back.notCounted')}</Text>
        <Group>
          <Button size="xs" variant="default" onClick={() => void lookBack()}>
            {t('wizard.cutover.back.count')}
          </Button>
        </Group>
      </>
    );
  }
  const { written } = job.wayBack;
  if (written.length === 0) return <Text size="sm">{t('wizard.cutover.back.nothing')}</Text>;
  return (
    <>
      <Text size="sm">{t('wizard.cutover.back.writtenText')}</Text>
      <Changes label={t('wizard.cutover.back.what')} tables={written} />
    </>
  );
}
