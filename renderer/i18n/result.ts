import type { TableAccount } from '../../shared/model/index.ts';
import type { Format } from './formats.ts';

type Counts = Pick<TableAccount, 'source' | 'migrated' | 'quarantined'>;

/** The counts of all tables. */
export function totalOf(tables: readonly Counts[]): Counts {
  const sum = (of: keyof Counts) => tables.reduce((total, table) => total + table[of], 0);
  return { source: sum('source'), migrated: sum('migrated'), quarantined: sum('quarantined') };
}

/** What became of the rows, in a sentence; null while it does not add up, which is no result. */
export function resultText(counts: Counts, rehearsal: boolean, { t, number }: Format): string | null {
  const { source, migrated, quarantined } = counts;
  if (source === 0 || source !== migrated + quarantined) return null;
  const params = {
    rows: source,
    source: number(source),
    migrated: number(migrated),
    quarantined: number(quarantined),
  };
  const result =
    quarantined === 0
      ? t('wizard.result.all', { ...params, count: source })
      : t('wizard.result.some', { ...params, count: quarantined });
  return rehearsal ? t('wizard.result.rehearsal', { result }) : result;
}
