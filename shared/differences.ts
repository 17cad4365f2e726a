import type { RunState } from './model/index.ts';

/** What can differ, in the order in which it is said. */
export const differenceKinds = ['values', 'accounts', 'objects', 'inserts'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/**
 * How many differences of each kind a run has, each in one of them alone: the number of the whole comparison has all of
 * them in it. A run that was not compared has no values that differ.
 */
export function differencesOf({
  tables,
  objects,
  validation,
}: Pick<RunState, 'tables' | 'objects' | 'validation'>): Record<DifferenceKind, number> {
  const found = {
    accounts: tables.filter((table) => table.source !== table.migrated + table.quarantined).length,
    objects: objects.missing.length,
    inserts: validation?.insertsWithoutId.filter(({ ok }) => !ok).length ?? 0,
  };
  const rest = (validation?.differences ?? 0) - found.accounts - found.objects - found.inserts;
  return { ...found, values: Math.max(0, rest) };
}

/** Those of rows and their counts, which have samples to look at. */
export function rowDifferences(run: Parameters<typeof differencesOf>[0]): number {
  const { values, accounts } = differencesOf(run);
  return run.validation === null ? 0 : values + accounts;
}
