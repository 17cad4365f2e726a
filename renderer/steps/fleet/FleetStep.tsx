import { Button, Group, Stack } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconRefresh } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { CancelJob } from '../../components/CancelJob.tsx';
import { FoldButton } from '../../components/FoldButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorCard, Problem } from '../../components/Problem.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { listName } from '../../i18n/list-name.ts';
import { isFresh, isNext, isSettled, jobOf } from '../../state/fleet-list.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { useMissing } from '../connect/use-missing.ts';
import { After } from './After.tsx';
import { Decide } from './Decide.tsx';
import { Discard } from './Discard.tsx';
import { FleetProgress } from './FleetProgress.tsx';
import { Nodes } from './Nodes.tsx';
import { Preview } from './Preview.tsx';
import { VehicleList } from './VehicleList.tsx';
import { Where } from './Where.tsx';

/** Many vehicles: what would happen, what is decided for all, how far they are, and what became of them. */
export function FleetStep() {
  const text = useText();
  const { t } = text;
  const fleet = useWizard((state) => state.fleet);
  // Not the job itself: it is told of many times a second, and a long list is not drawn anew for that.
  const active = useWizard((state) => isActive(jobOf(state)));
  const failure = useWizard((state) => jobOf(state)?.error ?? null);
  const looking = useWizard((state) => state.busy.fleet === true);
  const goTo = useWizard((state) => state.goTo);
  const lookAtFleet = useWizard((state) => state.lookAtFleet);
  if (!fleet) return <Loading text={t('wizard.fleet.looking')} />;
  const fresh = isFresh(fleet);
  const left = fleet.vehicles.some(isNext);
  const lead = fleet.each === 'database' ? 'leadDatabases' : 'lead';
  return (
    <Page
      screen="fleet"
      title={t('wizard.fleet.title')}
      lead={fresh && !active ? t(`wizard.fleet.${lead}`) : listName(fleet, text)}
      aside={
        <Group gap="xs">
          {!active && (
            <Action
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={looking}
              onClick={() => void lookAtFleet()}
            >
              {t('wizard.fleet.again')}
            </Action>
          )}
          {!active && fleet.own && !isSettled(fleet) && <Discard />}
        </Group>
      }
      back={
        <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('start')}>
          {t('wizard.steps.start')}
        </Button>
      }
      actions={active ? <Stop /> : <Start />}
    >
      <Problem slot="fleet" />
      <Problem slot="job" />
      <Problem slot="run" />
      <Problem slot="nodes" />
      <Problem slot="save" />
      {failure && <ErrorCard error={failure} />}
      {active && <FleetProgress />}
      {!active && !fresh && <After />}
      {!active && <Nodes />}
      {!active && left && (fresh ? <Plan /> : <Folded />)}
      <VehicleList active={active} />
    </Page>
  );
}

/** What is settled before it begins. */
function Plan() {
  const fresh = useWizard((state) => state.fleet !== null && isFresh(state.fleet));
  return (
    <div className="split">
      <Stack gap="md" miw={0}>
        {fresh && <Preview />}
        <Decide />
      </Stack>
      <Where />
    </div>
  );
}

/** The same once it has begun: what became of the vehicles comes first. */
function Folded() {
  const { t } = useText();
  // What the server asks for is within sight.
  const refused = useWizard((state) => jobOf(state)?.error?.code === 'target.auth');
  const [asked, setAsked] = useState<boolean | null>(null);
  const open = asked ?? refused;
  const id = useId();
  return (
    <div>
      <FoldButton open={open} id={id} onToggle={() => setAsked(!open)}>
        {t('wizard.fleet.more')}
      </FoldButton>
      <div id={id} hidden={!open}>
        {open && <Plan />}
      </div>
    </div>
  );
}

function Stop() {
  const { t } = useText();
  const job = useWizard(jobOf);
  return job && <CancelJob job={job} label={t('wizard.fleet.stop')} />;
}

/** Moves what is left, and says what stands in the way. */
function Start() {
  const { t } = useText();
  const fleet = useWizard((state) => state.fleet);
  const form = useWizard((state) => state.fleetForm);
  const target = useWizard((state) => state.target);
  const audited = useWizard((state) => state.view !== null && state.view.adopt === null);
  const asking = useWizard((state) => state.busy.job === true);
  const moveFleet = useWizard((state) => state.moveFleet);
  // Each vehicle has a schema of its own.
  const missing = useMissing({ ...target, schema: 'public' });
  const busy = useBusy();
  if (!fleet) return null;
  const count = fleet.vehicles.filter(isNext).length;
  const lacks = isSettled(fleet) ? null : missing;
  const noPlan =
    form.decide === 'plan' && form.playbook === null ? t('wizard.fleet.decide.planMissing') : null;
  const noAudit = form.decide === 'audited' && !audited ? t('wizard.fleet.decide.auditedNone') : null;
  const nothing = count === 0 ? t('wizard.fleet.nothing') : null;
  return (
    <Action
      rightSection={<IconArrowRight size={18} />}
      why={asking ? null : (nothing ?? lacks ?? noPlan ?? noAudit ?? busy)}
      loading={asking}
      onClick={() => void moveFleet()}
    >
      {t(isFresh(fleet) ? 'wizard.fleet.start' : 'wizard.fleet.goOn', { count })}
    </Action>
  );
}
