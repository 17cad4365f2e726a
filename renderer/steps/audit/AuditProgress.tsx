import { Button, Group, Stack, Text } from '@mantine/core';
import { Bar } from '../../components/Bar.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** The audit at work. */
export function AuditProgress() {
  const { t, duration } = useText();
  const job = useWizard((state) => (state.job?.kind === 'audit' ? state.job : null));
  const cancel = useWizard((state) => state.cancel);
  const stages = job?.stages ?? [];
  return (
    <Panel title={t('wizard.audit.working')}>
      <Text size="sm" c="dimmed">
        {t('wizard.audit.workingText')}
      </Text>
      <Stack gap="sm">
        {stages.map(({ stage, status, done, total }) => (
          <div key={stage}>
            <Text size="sm">{t(`stages.${stage}`)}</Text>
            <Bar part={status === 'done' ? 1 : total > 0 ? done / total : 0} label={t(`stages.${stage}`)} />
          </div>
        ))}
      </Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {job ? t('wizard.elapsed', { time: duration(job.seconds) }) : ''}
        </Text>
        {job?.can.cancel && (
          <Button size="xs" variant="default" onClick={() => void cancel()}>
            {t('wizard.cancel')}
          </Button>
        )}
      </Group>
    </Panel>
  );
}
