import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { fileName } from '../../../shared/file-name.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import type { FleetForm } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { Browser } from '../connect/Browser.tsx';

/** What is decided once for all vehicles. */
export function Decide() {
  const { t } = useText();
  const form = useWizard((state) => state.fleetForm);
  const set = useWizard((state) => state.setFleetForm);
  // Held against tables that stand somewhere, an audit asked other questions.
  const view = useWizard((state) => (state.view?.adopt === null ? state.view : null));
  const answered = Object.keys(form.decisions).length;
  const typed =
    view !== null && (Object.keys(view.choices.types).length > 0 || view.profile !== 'compatible');
  return (
    <Panel title={t('wizard.fleet.decide.title')}>
      <Text size="sm" c="dimmed">
        {t('wizard.fleet.decide.text')}
      </Text>
      <Radio.Group
        aria-label={t('wizard.fleet.decide.title')}
        value={form.decide}
        onChange={(value) => set({ decide: value as FleetForm['decide'] })}
      >
        <Stack gap="xs">
          <Radio
            value="ask"
            label={t('wizard.fleet.decide.ask')}
            description={t('wizard.fleet.decide.askText')}
          />
          <Radio
            value="recommended"
            label={t('wizard.fleet.decide.recommended')}
            description={t('wizard.fleet.decide.recommendedText')}
          />
          {view && (
            <Radio
              value="audited"
              label={t('wizard.fleet.decide.audited', { name: fileName(view.audit.source.path) })}
              description={[
                t('wizard.fleet.decide.auditedText'),
                ...(typed ? [t('wizard.fleet.decide.auditedTypes')] : []),
              ].join(' ')}
              styles={{ label: { overflowWrap: 'anywhere' } }}
            />
          )}
          <Radio
            value="plan"
            label={t('wizard.fleet.decide.plan')}
            description={t('wizard.fleet.decide.planText')}
          />
          {!view && (
            <Text size="sm" c="dimmed">
              {t('wizard.fleet.decide.auditedNone')}
            </Text>
          )}
        </Stack>
      </Radio.Group>
      {form.decide === 'plan' && <Playbook />}
      {answered > 0 && (
        <Group gap="xs">
          <Text size="sm">{t('wizard.fleet.decide.answered', { count: answered })}</Text>
          <Button size="compact-xs" variant="subtle" onClick={() => set({ decisions: {} })}>
            {t('wizard.fleet.decide.forget')}
          </Button>
        </Group>
      )}
    </Panel>
  );
}

/** The saved plan whose decisions hold. */
function Playbook() {
  const { t } = useText();
  const playbook = useWizard((state) => state.fleetForm.playbook);
  const picks = useWizard((state) => state.info?.can.pick === true);
  const pickPlaybook = useWizard((state) => state.pickPlaybook);
  const takePlaybook = useWizard((state) => state.takePlaybook);
  const [browsing, setBrowsing] = useState(false);
  return (
    <Group gap="sm">
      <Button size="xs" variant="default" onClick={() => (picks ? void pickPlaybook() : setBrowsing(true))}>
        {t('wizard.fleet.decide.planPick')}
      </Button>
      {playbook && (
        <Text size="sm" className="wrap" role="status" flex="1 1 12rem">
          {t('wizard.fleet.decide.planChosen', { path: playbook.path })}
        </Text>
      )}
      {browsing && (
        <Browser
          hidden
          empty={t('wizard.browser.emptyAll')}
          onTake={(file) => void takePlaybook(file)}
          onClose={() => setBrowsing(false)}
        />
      )}
    </Group>
  );
}
