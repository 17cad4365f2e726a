import { Stepper } from '@mantine/core';
import { abilitiesOf } from '../../shared/contract/run-abilities.ts';
import type { RunDetail } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { auditFits } from '../state/audit.ts';
import { isCutover } from '../state/cutover.ts';
import { isActive, isMigration } from '../state/job.ts';
import { useWizard } from '../state/use.ts';
import { type NumberedStep, steps, type Wizard } from '../state/wizard.ts';
import { Step } from './Step.tsx';
import { useWorking } from './use-working.ts';

/** Why a step has nothing to show now, by the name of its text; null where it has. */
function refusal(state: Wizard, step: NumberedStep): string | null {
  const { job, run } = state;
  const working = isActive(job) ? 'working' : null;
  const missing = auditFits(state) ? null : state.look ? 'unaudited' : 'source';
  switch (step) {
    case 'start':
      // One's own work waits behind a bundle.
      return state.readOnly ? 'bundleOpen' : null;
    case 'connect':
      return working;
    case 'audit':
      return isActive(job) && job?.kind === 'audit' ? null : (working ?? missing);
    case 'migrate':
      return isMigration(job) ? null : (working ?? missing);
    case 'validate':
      return working ?? (run ? null : 'noRun');
    case 'cutover':
      if (!run) return working ?? 'noRun';
      if (run.can.cutover) return isCutover(job) ? null : working;
      return state.readOnly ? unread(run, state.bundle) : 'noCutover';
  }
}

/** Whoever reads a support bundle must not take a run for one that is not live because its files could not be read. */
function unread({ state, phase }: RunDetail, bundle: Wizard['bundle']): string {
  if (bundle?.about.phase === null) return 'liveUnknown';
  return abilitiesOf(state, phase, false).cutover ? 'cutoverUnread' : 'noCutover';
}

export function Steps() {
  const { t } = useText();
  const step = useWizard((state) => state.step);
  const working = useWorking();
  const refusals = useWizard((state) => steps.map((each) => refusal(state, each) ?? '').join()).split(',');
  const goTo = useWizard((state) => state.goTo);
  const reasons = refusals.map((name) =>
    name === '' ? null : name === 'working' ? working : t(`wizard.why.${name}`),
  );
  return (
    <Stepper
      active={step === 'tools' || step === 'fleet' ? -1 : steps.indexOf(step)}
      onStepClick={(index) => reasons[index] === null && goTo(steps[index] ?? 'start')}
      size="xs"
      iconSize={26}
      wrap={false}
    >
      {steps.map((each, index) => (
        <Step
          key={each}
          name={t(`wizard.steps.${each}`)}
          current={each === step}
          why={reasons[index] ?? null}
          allowStepSelect
        />
      ))}
    </Stepper>
  );
}
