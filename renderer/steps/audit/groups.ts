import type { Finding, Severity } from '../../../shared/model/index.ts';

/** Findings of one place and one kind of trouble: a card. */
export interface FindingGroup {
  /** The same as long as the place has this kind of trouble. */
  key: string;
  /** What values that do not cross have in common (`time`, `number`); null for a card of one other kind of finding. */
  family: string | null;
  /** The code of its findings, or their family. */
  kind: string;
  severity: Severity;
  table: string | null;
  column: string | null;
  /** At least one; in the order of the audit. */
  findings: Finding[];
}

const families: Record<string, string> = {
  integer: 'number',
  double: 'number',
  numeric: 'number',
  real: 'number',
  bytea: 'bytes',
};

/** Values that do not cross as they are, or would not as a richer type; null for any other kind of finding. */
function familyOf({ code, params }: Pick<Finding, 'code' | 'params'>): string | null {
  if (params.lost === undefined && params.stays === undefined) return null;
  const prefix = code.split('.', 1)[0] ?? code;
  return families[prefix] ?? prefix;
}

/** One group for each place and kind of trouble, in the order of the findings; as grave as its gravest finding. Pure. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, keyOf);
  return [...groups].map(([key, own]) => {
    const { table, column, code } = own[0] as Finding;
    const family = familyOf(own[0] as Finding);
    return { key, family, kind: family ?? code, severity: gravest(own), table, column, findings: own };
  });
}

/**
 * One group for all places of a kind where nobody has anything to choose, or the same of a few for a whole table, which
 * nothing waits for. It has no place of its own.
 * @param canFold tells the groups whose kind has a name of its own, which is all that such places have in common
 */
export function foldNotes(
  groups: readonly FindingGroup[],
  canFold: (group: FindingGroup) => boolean,
): FindingGroup[] {
  const folded = Map.groupBy(groups, (group) =>
    isSmall(group) && canFold(group) ? JSON.stringify([group.kind, mayBe(group)]) : group.key,
  );
  return [...folded].map(([key, own]) => {
    const first = own[0] as FindingGroup;
    if (own.length === 1) return first;
    const findings = own.flatMap((each) => each.findings);
    return { ...first, key, table: null, column: null, findings, severity: gravest(findings) };
  });
}

function isSmall(group: FindingGroup): boolean {
  return group.severity === 'note' && (group.column === null || !isChoice(group));
}

function mayBe({ findings }: FindingGroup): boolean {
  return findings[0]?.params.lost === undefined;
}

/** The different places that a group is about, in the order of its findings. */
export function placesOf({ findings }: Pick<FindingGroup, 'findings'>): string[] {
  return [...new Set(findings.map(placeOf))].filter((place) => place !== '');
}

/** What becomes of values and what only might are told apart: both can be said of one column. */
function keyOf(finding: Finding): string {
  const family = familyOf(finding);
  const kind = family === null ? finding.code : `${family}${finding.params.lost === undefined ? '?' : ''}`;
  return JSON.stringify([finding.table, finding.column, kind]);
}

const order: readonly Severity[] = ['blocker', 'warning', 'note'];

function gravest(findings: readonly Finding[]): Severity {
  return order.find((severity) => findings.some((each) => each.severity === severity)) ?? 'note';
}

/** Rows or values that a group is about. */
export function countOf({ findings }: Pick<FindingGroup, 'findings'>): number {
  return findings.reduce((sum, { count }) => sum + count, 0);
}

/** True where a person has something to choose. */
export function isChoice({ findings }: Pick<FindingGroup, 'findings'>): boolean {
  return findings.some(({ options }) => options.length > 0);
}

/** True where somebody has to choose before anything can run. */
export function isOpen({ findings }: Pick<FindingGroup, 'findings'>): boolean {
  return findings.some(({ decision }) => decision === null);
}

/** The place as people write it: `event_logs.timestamp`; empty for the database as a whole. */
export function placeOf({ table, column }: Pick<FindingGroup, 'table' | 'column'>): string {
  return [table, column].filter((part) => part !== null).join('.');
}
