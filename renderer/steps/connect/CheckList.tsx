import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { TargetCheck } from '../../../shared/contract.ts';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Chosen, Occupied } from './Occupied.tsx';

const looks = {
  ok: { color: 'green', Icon: IconCheck },
  warning: { color: 'orange', Icon: IconAlertTriangle },
  failed: { color: 'red', Icon: IconX },
  skipped: { color: 'gray', Icon: IconMinus },
} as const;

/** What the test of the target found: each failure with what to do about it, what passed in one line. */
export function CheckList() {
  const { t } = useText();
  const report = useWizard((state) => state.report);
  const adopting = useWizard((state) => state.ifNotEmpty === 'adopt');
  const [all, setAll] = useState(false);
  if (!report) return null;
  // What was decided about a target that is not empty stays in view.
  const telling = ({ id, status }: TargetCheck) =>
    status === 'failed' || status === 'warning' || (adopting && id === 'empty');
  const count = (status: TargetCheck['status']) =>
    report.checks.filter((check) => !telling(check) && check.status === status).length;
  const [passed, skipped] = [count('ok'), count('skipped')];
  const shown = gravestFirst(report.checks).filter((check) => all || telling(check));
  return (
    <Stack gap="xs" role="status">
      <Text fw={600} className={report.ready ? 'good' : 'bad'}>
        {t(report.ready ? 'wizard.target.ready' : 'wizard.target.notReady')}
      </Text>
      <List
        listStyleType="none"
        spacing={6}
        size="sm"
        styles={{ itemWrapper: { width: '100%', alignItems: 'flex-start' } }}
      >
        {shown.map((check) => (
          <Check key={check.id} check={check} />
        ))}
      </List>
      {passed + skipped > 0 && (
        <Group justify="space-between" gap="xs">
          <Text size="sm" flex="1 1 12rem">
            {[
              ...(passed > 0 ? [t('wizard.target.passed', { count: passed })] : []),
              ...(skipped > 0 ? [t('wizard.target.unchecked', { count: skipped })] : []),
            ].join(' · ')}
          </Text>
          <Button size="compact-xs" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(`wizard.target.${all ? 'fewer' : 'each'}`)}
          </Button>
        </Group>
      )}
      <Chosen report={report} />
    </Stack>
  );
}

const order: TargetCheck['status'][] = ['failed', 'warning', 'ok', 'skipped'];

/** What needs doing comes first; the rest stays in its order. */
function gravestFirst(checks: TargetCheck[]): TargetCheck[] {
  return checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

function Check({ check }: { check: TargetCheck }) {
  const { t } = useText();
  const { color, Icon } = looks[check.status];
  const adopting = useWizard((state) => state.ifNotEmpty === 'adopt');
  const notEmpty = check.id === 'empty' && check.status === 'failed';
  const outcome = adopting && check.id === 'empty' && check.status === 'ok' ? 'adopting' : check.status;
  const told =
    check.error?.message ?? t(`wizard.checks.${check.id}.${outcome}`, { ...check.params, defaultValue: '' });
  return (
    <List.Item
      icon={
        <ThemeIcon color={color} variant="light" size={22} radius="xl">
          <Icon size={14} role="img" aria-label={t(`wizard.checkStatus.${check.status}`)} />
        </ThemeIcon>
      }
    >
      <Text size="sm" fw={600} component="span">
        {t(`wizard.checks.${check.id}.name`)}
      </Text>{' '}
      <Text size="sm" component="span" className="wrap" c={check.status === 'skipped' ? 'dimmed' : ''}>
        {check.status === 'skipped' ? t('wizard.checkStatus.skipped') : told}
      </Text>
      {check.error && (
        <Text size="sm" c="dimmed" className="wrap">
          {check.error.hint} <Said kind="error" code={check.error.code} />
        </Text>
      )}
      {notEmpty && <Occupied matching={Number(check.params.matching ?? 0)} />}
    </List.Item>
  );
}
