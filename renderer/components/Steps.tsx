import { Stepper } from '@mantine/core';
import { useText } from '../i18n/format.ts';
import { refusalOf } from '../state/reachable.ts';
import { useWizard } from '../state/use.ts';
import { steps } from '../state/wizard.ts';
import { Step } from './Step.tsx';
import { useWorking } from './use-working.ts';

export function Steps() {
  const { t } = useText();
  const step = useWizard((state) => state.step);
  const working = useWorking();
  const refusals = useWizard((state) => steps.map((each) => refusalOf(state, each) ?? '').join()).split(',');
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
