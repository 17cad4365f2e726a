import type { RunState } from '../../../shared/model/index.ts';

/** They are listed as the last thing of a run, so that one that ended has them all. */
const listed: ReadonlySet<RunState['status']> = new Set(['succeeded', 'differences', 'exported']);

/**
 * Name of the text for an empty list of exceptions, which says that there are none only where that is known.
 * @param more a support bundle has left some out
 */
export function whyNone(state: Pick<RunState, 'status' | 'validation'> | null, more: boolean): string {
  if (more) return 'wizard.bundle.more';
  // What was undone had its list if it had come to be compared.
  const isListed =
    state !== null && (listed.has(state.status) || (state.status === 'undone' && state.validation !== null));
  return isListed ? 'certificate.exceptions.none' : 'wizard.exceptions.notYet';
}
