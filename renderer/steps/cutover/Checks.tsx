import { Checkbox, List, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconQuestionMark, IconRefresh } from '@tabler/icons-react';
import type { CutoverView, HandCheck } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
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
export function Checks({ view, children }: { view: CutoverView; children?: React.ReactNode }) {
  const { t } = useText();
  const run = useWizard((state) => state.run?.state.id ?? '');
  const loading = useWizard((state) => state.busy.cutover === true);
  const load = useWizard((state) => state.loadCutover);
  return (
    <Panel
      title={t('wizard.cutover.prepare.checks')}
      aside={
        <Action
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={loading}
          onClick={() => load(run)}
        >
          {t('wizard.cutover.prepare.again')}
        </Action>
      }
    >
      <List
        listStyleType="none"
        spacing={6}
        size="sm"
        styles={{ itemWrapper: { width: '100%', alignItems: 'flex-start' } }}
      >
        {checksOf(view.use).map((check) =>
          check.hand === null ? (
            <CheckRow key={check.key} check={check} />
          ) : (
            <Tick key={check.key} check={check.hand} at={view.ticks[check.hand]} />
          ),
        )}
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

/** What only a person can know: ticked off, with the time, for whoever goes on with it. */
function Tick({ check, at }: { check: HandCheck; at: string | undefined }) {
  const { t, date } = useText();
  const tick = useWizard((state) => state.tick);
  return (
    <List.Item>
      <Checkbox
        size="sm"
        checked={at !== undefined}
        label={<span className="wrap">{t(`cutover.checks.${check}`)}</span>}
        description={at === undefined ? undefined : t('wizard.cutover.prepare.ticked', { at: date(at) })}
        onChange={(event) => void tick(check, event.currentTarget.checked)}
      />
    </List.Item>
  );
}
