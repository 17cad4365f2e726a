import { Stepper } from '@mantine/core';
import { useText } from '../i18n/format.ts';
import { auditFits } from '../state/audit.ts';
import { isCutover } from '../state/cutover.ts';
import { isActive, isMigration } from '../state/job.ts';
import { useWizard } from '../state/use.ts';
import { type NumberedStep, steps, type Wizard } from '../state/wizard.ts';

/** True for steps that have something to show now. */
function reachable(state: Wizard, step: NumberedStep): boolean {
  const { job, run } = state;
  const audited = auditFits(state);
  const audits = isActive(job) && job?.kind === 'audit';
  switch (step) {
    case 'start':
      return true;
    case 'connect':
      return !isActive(job);
    case 'audit':
      return audits || (audited && !isActive(job));
    case 'migrate':
      return isMigration(job) || (audited && !isActive(job));
    case 'validate':
      return run !== null && !isActive(job);
    case 'cutover':
      return run?.can.cutover === true && (!isActive(job) || isCutover(job));
  }
}

export function Steps() {
  const { t } = useText();
  const step = useWizard((state) => state.step);
  const open = useWizard((state) => steps.map((each) => reachable(state, each)).join());
  const goTo = useWizard((state) => state.goTo);
  const allowed = open.split(',');
  return (
    <Stepper
      active={step === 'tools' ? -1 : steps.indexOf(step)}
      onStepClick={(index) => goTo(steps[index] ?? 'start')}
      size="xs"
      iconSize={26}
      wrap={false}
    >
      {steps.map((each, index) => (
        <Stepper.Step
          key={each}
          label={t(`wizard.steps.${each}`)}
          {...(each === step ? { 'aria-current': 'step' as const } : {})}
          disabled={allowed[index] !== 'true'}
          allowStepSelect={allowed[index] === 'true'}
        />
      ))}
    </Stepper>
  );
}
