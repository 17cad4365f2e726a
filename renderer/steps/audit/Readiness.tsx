import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import type { AuditView } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { type FindingGroup, isOpen } from './groups.ts';
import { outcomeOf } from './outcome.ts';

const looks = {
  ready: { color: 'green', Icon: IconCircleCheck },
  'decisions needed': { color: 'cyan', Icon: IconAlertTriangle },
  blocked: { color: 'orange', Icon: IconHandStop },
} as const;

/** Whether the migration can begin, and why (not). */
export function Readiness(props: { view: AuditView; groups: readonly FindingGroup[] }) {
  const { view, groups } = props;
  const { t } = useText();
  const decide = useWizard((state) => state.decide);
  const { findings, score } = view.audit;
  const open = findings.filter((finding) => finding.decision === null);
  const isWorking = useWizard(
    ({ waiting }) => waiting !== null && open.every(({ id }) => waiting.choices.decisions[id] !== undefined),
  );
  const missing = groups.filter(isOpen).length;
  const warnings = groups.filter(({ severity }) => severity !== 'note').length;
  // What nobody can choose is said all the same: ready does not mean that every value crosses as it is.
  const { repaired, nulled, out } = outcomeOf(findings.filter(({ params }) => params.lost !== undefined));
  const changed = repaired + nulled + out;
  const text = score.level === 'ready' && changed > 0 ? 'changed' : 'text';
  const { color, Icon } = looks[score.level];
  const recommended = open.flatMap(({ id, options }) =>
    options[0] === undefined ? [] : [[id, options[0]] as const],
  );
  return (
    <Alert
      color={color}
      icon={<Icon />}
      title={t(`wizard.audit.levels.${score.level}.title`, { count: missing })}
      role="status"
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw="44rem">
          {t(`wizard.audit.levels.${score.level}.${text}`, {
            count: text === 'changed' ? changed : warnings,
          })}
        </Text>
        {recommended.length > 0 && (
          <Action
            size="xs"
            variant="default"
            loading={isWorking}
            onClick={() => decide(Object.fromEntries(recommended))}
          >
            {t('wizard.audit.takeDefaults')}
          </Action>
        )}
      </Group>
    </Alert>
  );
}
