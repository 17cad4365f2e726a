import { Button, List, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconQuestionMark, IconRefresh } from '@tabler/icons-react';
import type { SourceUse } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { type Check, checksOf } from './checks.ts';

const looks = {
  ok: { color: 'green', Icon: IconCheck },
  warning: { color: 'orange', Icon: IconAlertTriangle },
  unknown: { color: 'gray', Icon: IconQuestionMark },
} as const;

/** What the program sees of the source's use, and what it cannot see. */
export function Checks({ use, children }: { use: SourceUse; children?: React.ReactNode }) {
  const { t } = useText();
  const run = useWizard((state) => state.run?.state.id ?? '');
  const loading = useWizard((state) => state.busy.cutover === true);
  const load = useWizard((state) => state.loadCutover);
  return (
    <Panel
      title={t('wizard.cutover.prepare.checks')}
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={loading}
          onClick={() => void load(run)}
        >
          {t('wizard.cutover.prepare.again')}
        </Button>
      }
    >
      <List
        listStyleType="none"
        spacing={6}
        size="sm"
        styles={{ itemWrapper: { width: '100%', alignItems: 'flex-start' } }}
      >
        {checksOf(use).map((check) => (
          <CheckRow key={check.key} check={check} />
        ))}
      </List>
      {children}
    </Panel>
  );
}

function CheckRow({ check: { status, key, list } }: { check: Check }) {
  const { t } = useText();
  const { color, Icon } = looks[status];
  return (
    <List.Item
      icon={
        <ThemeIcon color={color} variant="light" size={22} radius="xl">
          <Icon size={14} role="img" aria-label={t(`wizard.cutover.status.${status}`)} />
        </ThemeIcon>
      }
    >
      <Text size="sm" className="wrap" fw={status === 'warning' ? 600 : 400}>
        {t(`cutover.checks.${key}`, { list: list.join(', ') })}
      </Text>
    </List.Item>
  );
}
