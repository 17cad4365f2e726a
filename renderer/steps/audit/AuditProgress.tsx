import { Button, Group, Text } from '@mantine/core';
import { Panel } from '../../components/Panel.tsx';
import { Whole } from '../../components/Whole.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** The audit at work. */
export function AuditProgress() {
  const { t } = useText();
  const job = useWizard((state) => (state.job?.kind === 'audit' ? state.job : null));
  const cancel = useWizard((state) => state.cancel);
  return (
    <Panel title={t('wizard.audit.working')}>
      <Text size="sm" c="dimmed">
        {t('wizard.audit.workingText')}
      </Text>
      {job && <Whole job={job} />}
      <Group justify="flex-end">
        {job?.can.cancel && (
          <Button size="xs" variant="default" onClick={() => void cancel()}>
            {t('wizard.cancel')}
          </Button>
        )}
      </Group>
    </Panel>
  );
}
