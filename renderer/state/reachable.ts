import { abilitiesOf } from '../../shared/contract/run-abilities.ts';
import type { JobSnapshot, RunDetail } from '../../shared/contract.ts';
import { auditFits } from './audit.ts';
import { isCutover } from './cutover.ts';
import { isActive, isMigration } from './job.ts';
import type { NumberedStep, Step, Wizard } from './wizard.ts';

/** Why a step cannot be chosen now, by the name of its text in `wizard.why`; null where it can. */
export function refusalOf(state: Wizard, step: NumberedStep): string | null {
  const lack = lackOf(state, step);
  // One's own work waits behind a bundle.
  if (step === 'start') return state.readOnly ? 'bundleOpen' : null;
  if (!isActive(state.job) || isShownBy(step, state.job)) return lack;
  // That a run cannot go live is so after the work as well.
  return step === 'cutover' && state.run ? (lack ?? 'working') : 'working';
}

/** True where a step has something to show, also to somebody who was there before and must wait. */
export function hasSomething(state: Wizard, step: Step): boolean {
  if (step === 'tools') return state.run !== null;
  if (step === 'fleet') return state.fleet !== null;
  return lackOf(state, step) === null;
}

/** What a step lacks to have something to show, by the name of its text. */
function lackOf(state: Wizard, step: NumberedStep): string | null {
  const { job, run } = state;
  switch (step) {
    case 'start':
    case 'connect':
      return null;
    case 'audit':
    case 'migrate':
      if (isShownBy(step, job) || auditFits(state)) return null;
      return state.look ? 'unaudited' : 'source';
    case 'validate':
      return run ? null : 'noRun';
    case 'cutover':
      if (!run) return 'noRun';
      if (run.can.cutover) return null;
      return state.readOnly ? unread(run, state.bundle) : 'noCutover';
  }
}

/** True for the step that shows a job: an audit while it is at work, a migration also how it ended. */
function isShownBy(step: NumberedStep, job: JobSnapshot | null): boolean {
  if (step === 'audit') return job?.kind === 'audit' && isActive(job);
  if (step === 'migrate') return isMigration(job);
  return step === 'cutover' && isCutover(job);
}

/** Whoever reads a support bundle must not take a run for one that is not live because its files could not be read. */
function unread({ state, phase }: RunDetail, bundle: Wizard['bundle']): string {
  if (bundle?.about.phase === null) return 'liveUnknown';
  return abilitiesOf(state, phase, false).cutover ? 'cutoverUnread' : 'noCutover';
}
