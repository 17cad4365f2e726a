import { Stepper, type StepperStepProps, Tooltip } from '@mantine/core';
import { useRefusal } from './use-refusal.tsx';

/** A step of the wizard's head. Where the window is too narrow for its name, that is in a tooltip. */
export function Step(props: StepperStepProps & { name: string; current: boolean; why: string | null }) {
  const { name, current, why, ...step } = props;
  const { text, ...refusal } = useRefusal(why);
  return (
    <>
      <Tooltip label={why === null ? name : `${name}: ${why}`} disabled={current} multiline maw="22rem">
        <Stepper.Step {...step} label={name} {...(current && { 'aria-current': 'step' })} {...refusal} />
      </Tooltip>
      {text}
    </>
  );
}
