import { useMemo } from 'react';
import type { Finding } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { type FindingGroup, foldNotes, groupFindings } from './groups.ts';
import { kindName } from './words.ts';

/** Findings as the cards of the page. */
export function useGroups(findings: readonly Finding[]): readonly FindingGroup[] {
  const { t } = useText();
  return useMemo(
    () => foldNotes(groupFindings(findings), (group) => kindName(group, t) !== null),
    [findings, t],
  );
}
