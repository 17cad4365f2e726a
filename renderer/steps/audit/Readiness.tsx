import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import type { AuditView } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

const looks = {
  ready: { color: 'green', Icon: IconCircleCheck },
  'decisions needed': { color: 'cyan', Icon: IconAlertTriangle },
  blocked: { color: 'orange', Icon: IconHandStop },
} as const;

/** Whether the migration can begin, and why (not). */
export function Readiness({ view }: { view: AuditView }) {
  const { t } = useText();
  const decide = useWizard((state) => state.decide);
  const busy = useWizard((state) => state.busy.audit === true);
  const { findings, score } = view.audit;
  const open = findings.filter((finding) => finding.decision === null);
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  const { color, Icon } = looks[score.level];
  const recommended = open.flatMap(({ id, options }) =>
    options[0] === undefined ? [] : [[id, options[0]] as const],
  );
  return (
    <Alert
      color={color}
      icon={<Icon />}
      title={t(`wizard.audit.levels.${score.level}.title`, { count: open.length })}
      role="status"
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw="44rem">
          {t(`wizard.audit.levels.${score.level}.text`, { count: warnings })}
        </Text>
        {recommended.length > 0 && (
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => void decide(Object.fromEntries(recommended))}
          >
            {t('wizard.audit.takeDefaults')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
