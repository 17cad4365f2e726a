import { Group, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { Stages } from '../migrate/Stages.tsx';
import { Changes } from './Changes.tsx';

/** What the application wrote since the snapshot: counted, being counted, or not. */
export function Written({ job }: { job: JobSnapshot | null }) {
  const { t, date } = useText();
  const { cancel, lookBack } = useWizard((state) => state);
  const busy = useBusy();
  if (job?.kind === 'wayBack' && isActive(job)) {
    return (
      <>
        <Stages job={job} />
        <Group>
          <Action size="xs" variant="default" loading={job.status === 'cancelling'} onClick={() => cancel()}>
            {t('wizard.cutover.work.stop')}
          </Action>
        </Group>
      </>
    );
  }
  if (!job?.wayBack) {
    return (
      <>
        <Text size="sm">{t('wizard.cutover.back.notCounted')}</Text>
        <Group>
          <Action size="xs" variant="default" why={busy} onClick={() => lookBack()}>
            {t('wizard.cutover.back.count')}
          </Action>
        </Group>
      </>
    );
  }
  const { written } = job.wayBack;
  return (
    <>
      <Text size="sm">{t(`wizard.cutover.back.${written.length === 0 ? 'nothing' : 'writtenText'}`)}</Text>
      {written.length > 0 && <Changes label={t('wizard.cutover.back.what')} tables={written} />}
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {job.finishedAt && t('wizard.cutover.back.countedAt', { at: date(job.finishedAt) })}
        </Text>
        <Action
          size="compact-sm"
          variant="subtle"
          leftSection={<IconRefresh size={16} />}
          why={busy}
          onClick={() => lookBack()}
        >
          {t('wizard.cutover.back.countAgain')}
        </Action>
      </Group>
    </>
  );
}
