import type { Severity } from '../../../shared/model/index.ts';

const weight: Record<Severity, number> = { blocker: 0, warning: 1, note: 2 };

/** Blockers first, then warnings, then notes. */
export function byWeight<T extends { severity: Severity }>(found: readonly T[]): T[] {
  return found.toSorted((a, b) => weight[a.severity] - weight[b.severity]);
}
