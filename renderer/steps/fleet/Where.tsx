import { NumberInput, PasswordInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { isSettled } from '../../state/fleet-list.ts';
import type { TargetForm } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { ServerForm } from '../connect/ServerForm.tsx';
import { EachChoice } from './EachChoice.tsx';
import { usePlace } from './place.ts';

/** The PostgreSQL of all vehicles: to be chosen once, and settled from the first of them on. */
export function Where() {
  const { t } = useText();
  const settled = useWizard((state) => state.fleet !== null && isSettled(state.fleet));
  return (
    <Panel title={t('wizard.target.title')}>
      {settled ? <Settled /> : <Choice />}
      <AtATime />
    </Panel>
  );
}

function AtATime() {
  const { t } = useText();
  const jobs = useWizard((state) => state.fleetForm.jobs);
  const set = useWizard((state) => state.setFleetForm);
  return (
    <NumberInput
      size="sm"
      maw="20rem"
      label={t('wizard.fleet.decide.jobs')}
      description={t('wizard.fleet.decide.jobsText')}
      value={jobs}
      min={1}
      max={1000}
      allowDecimal={false}
      clampBehavior="strict"
      onChange={(value) => set({ jobs: value === '' ? '' : Number(value) })}
    />
  );
}

function Choice() {
  const { t } = useText();
  const kind = useWizard((state) => state.target.kind);
  const setTarget = useWizard((state) => state.setTarget);
  const begun = useWizard((state) => state.fleet?.begun === true);
  const each = useWizard((state) => state.fleetForm.each);
  const look = useWizard((state) => state.lookAtFleet);
  // Files for psql are made of one source: what was chosen for that is no place for a fleet.
  useEffect(() => {
    if (kind === 'folder') setTarget({ kind: 'managed' });
  }, [kind, setTarget]);
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        aria-label={t('wizard.target.title')}
        value={kind}
        onChange={(value) => {
          setTarget({ kind: value as TargetForm['kind'] });
          // The local PostgreSQL has schemas alone: the list names what each vehicle gets.
          if (each === 'database') void look();
        }}
        data={[
          { value: 'managed', label: t('wizard.target.managed') },
          { value: 'server', label: t('wizard.target.server') },
        ]}
      />
      {kind === 'server' ? (
        <ServerForm schema={false} />
      ) : (
        <Text size="sm">{t('wizard.target.managedText')}</Text>
      )}
      {kind === 'server' && !begun ? (
        <EachChoice />
      ) : (
        <Text size="sm" c="dimmed">
          {t('wizard.fleet.place.own')}
        </Text>
      )}
    </Stack>
  );
}

function Settled() {
  const { t } = useText();
  const place = usePlace();
  const remote = useWizard((state) => state.fleet?.target ?? null);
  const password = useWizard((state) => state.fleetPassword);
  const set = useWizard((state) => state.setFleetPassword);
  return (
    <Stack gap="sm">
      <Text size="sm" className="wrap">
        {t('wizard.fleet.place.there', { place })}
      </Text>
      {remote !== null && (
        <PasswordInput
          size="sm"
          label={t('wizard.resume.password')}
          value={password}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('wizard.target.showPassword') }}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )}
    </Stack>
  );
}
