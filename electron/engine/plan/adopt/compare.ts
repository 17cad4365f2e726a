import type { PlanColumn, PlanTable, TableProfile } from '../../../../shared/model/index.ts';
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
  const candidates = [
    ...(source.rowidAlias ? [[source.rowidAlias]] : []),
    source.primaryKey,
    ...source.uniques.filter((u) => u.collations.every((c) => c === 'BINARY')).map((u) => u.columns),
  ];
  const isKey = (key: string[]) => {
    const targets = key.map((name) => columns.find((c) => c.source === name)?.target);
    return (
      found?.keys.some(
        (k) => k.columns.length === key.length && k.columns.every((c) => targets.includes(c)),
      ) ?? false
    );
  };
  const exact = candidates.filter(
    (key) => key.length > 0 && key.every((name) => isExact(name, columns, profile)),
  );
  return exact.find(isKey) ?? null;
}

/** The key that rows are compared by, where new values have not made it useless. */
export function stillComparable(table: PlanTable, profile: TableProfile): string[] | null {
  return table.compareKey?.every((name) => isExact(name, table.columns, profile)) ? table.compareKey : null;
}

function isExact(name: string, columns: readonly PlanColumn[], profile: TableProfile): boolean {
  const column = columns.find((c) => c.source === name);
  const p = profile.columns[name];
  if (!column || !p || p.nulls > 0) return false;
  const { conversion, form, fit } = column;
  switch (conversion) {
    case 'integer':
      return !form && p.reals + p.texts + p.blobs === 0;
    case 'text':
      return !form && !fit?.padded && p.integers + p.reals + p.blobs + p.badUtf8 + p.nul === 0;
    case 'uuid':
      return p.integers + p.reals === 0 && (p.blobs === 0 || p.texts === 0);
    default:
      return false;
  }
}
