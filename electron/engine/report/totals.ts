import type { CertificateTotals, TableAccount } from '../../../shared/model/index.ts';

/** The accounts of all tables together. */
export function totalsOf(tables: readonly TableAccount[]): CertificateTotals {
  const sum = (of: keyof CertificateTotals) => tables.reduce((total, table) => total + table[of], 0);
  return {
    source: sum('source'),
    migrated: sum('migrated'),
    repaired: sum('repaired'),
    nulled: sum('nulled'),
    quarantined: sum('quarantined'),
  };
}
