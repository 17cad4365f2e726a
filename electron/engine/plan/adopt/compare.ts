import type { PlanColumn, PlanTable, TableProfile } from '../../../../shared/model/index.ts';
import { isExact, keysOf } from '../reading.ts';
import type { Match } from './match.ts';

/**
 * Columns that name a row on both sides, where both sort by them alike: see `compareKeyOf`. The target prints a uuid in
 * one spelling, which sorts as the source's own does as long as that is one spelling too.
 */
export function adoptedCompareKey(
  { source, found }: Match,
  columns: readonly PlanColumn[],
  profile: TableProfile,
): string[] | null {
  const isKey = (key: string[]) => {
    const targets = key.map((name) => columns.find((c) => c.source === name)?.target);
    return (
      found?.keys.some(
        (k) => k.columns.length === key.length && k.columns.every((c) => targets.includes(c)),
      ) ?? false
    );
  };
  const exact = keysOf(source).filter((key) => key.every((name) => sortsAlike(name, columns, profile)));
  return exact.find(isKey) ?? null;
}

/** The key that rows are compared by, where new values have not made it useless. */
export function stillComparable(table: PlanTable, profile: TableProfile): string[] | null {
  return table.compareKey?.every((name) => sortsAlike(name, table.columns, profile))
    ? table.compareKey
    : null;
}

function sortsAlike(name: string, columns: readonly PlanColumn[], profile: TableProfile): boolean {
  const column = columns.find((c) => c.source === name);
  const p = profile.columns[name];
  if (!column || !p) return false;
  if (column.conversion === 'uuid')
    return p.nulls === 0 && p.integers + p.reals === 0 && (p.blobs === 0 || p.texts === 0);
  return !column.form && !column.fit?.padded && isExact(name, columns, profile);
}
