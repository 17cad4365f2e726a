import type { Choices, Finding } from '../../shared/model/index.ts';
import { partsOf } from './finding-id.ts';

/** What somebody chose at a place, and no finding shows any more because the plan follows it. */
export interface Followed {
  /** `table.column`, or `table.rule`. */
  place: string;
  option: string;
  /** Findings that were decided so. */
  ids: string[];
}

/**
 * The choices after decisions. What was decided at the same places about findings that are gone goes: it may be why they
 * are gone, and whoever decides anew decides by what is on the page.
 */
export function withDecisions(
  choices: Choices,
  findings: readonly Pick<Finding, 'id'>[],
  decided: Record<string, string>,
): Choices {
  const shown = new Set(findings.map(({ id }) => id));
  const places = new Set(Object.keys(decided).map(placeIn));
  const kept = Object.entries(choices.decisions).filter(([id]) => shown.has(id) || !places.has(placeIn(id)));
  return { ...choices, decisions: { ...Object.fromEntries(kept), ...decided } };
}

/** The choices without these decisions. */
export function withoutDecisions(choices: Choices, ids: readonly string[]): Choices {
  const gone = new Set(ids);
  const kept = Object.entries(choices.decisions).filter(([id]) => !gone.has(id));
  return { ...choices, decisions: Object.fromEntries(kept) };
}

/** The choices that no finding shows any more, by place and option, in the order of the choices. */
export function followedIn(choices: Choices, findings: readonly Pick<Finding, 'id'>[]): Followed[] {
  const shown = new Set(findings.map(({ id }) => id));
  const gone = Object.entries(choices.decisions).filter(
    ([id, option]) => !shown.has(id) && !(ofValues.has(option) && !id.startsWith('type.')),
  );
  const groups = Map.groupBy(gone, ([id, option]) => JSON.stringify([placeIn(id), option]));
  return [...groups].map(([key, own]) => {
    const [place, option] = JSON.parse(key) as [string, string];
    return { place, option, ids: own.map(([id]) => id) };
  });
}

/** What is said of single values says nothing any more when these cross as they are. */
const ofValues = new Set(['repair', 'null', 'quarantine']);

/** Where a decided finding is; empty for the database as a whole. */
function placeIn(id: string): string {
  return partsOf(id).place ?? '';
}
