import { useCallback } from 'react';
import type { Finding } from '../../../shared/model/index.ts';
import { useWizard } from '../../state/use.ts';

/** What is decided for a finding, with what is on its way to the plan: what somebody chose is shown at once. */
export function useDecisions(): (finding: Finding) => string | null {
  const waiting = useWizard((state) => state.waiting?.choices.decisions ?? null);
  return useCallback(
    ({ id, decision, options }) => {
      const wanted = waiting?.[id];
      return wanted !== undefined && options.includes(wanted) ? wanted : decision;
    },
    [waiting],
  );
}

/** True while a decision of one of these findings is on its way. */
export function useOnItsWay(findings: readonly Finding[]): boolean {
  return useWizard(({ waiting, view }) => {
    const [wanted, there] = [waiting?.choices.decisions, view?.choices.decisions];
    return wanted !== undefined && findings.some(({ id }) => wanted[id] !== there?.[id]);
  });
}
