import type pg from 'pg';
import type { Measures, Plan, TableAccount } from '../../../shared/model/index.ts';
import { type PartState, partStates } from '../target/journal.ts';

/** The account per table as the journal in the target has it. */
export async function accountOf(
  client: pg.ClientBase,
  run: string,
  plan: Plan,
  measures: Measures,
): Promise<TableAccount[]> {
  return accountsOf(await partStates(client, run), plan, measures);
}

/** The same from what was read already. */
export function accountsOf(parts: readonly PartState[], plan: Plan, measures: Measures): TableAccount[] {
  return [...plan.tables, ...(plan.aside ?? [])].map((table) => {
    const own = parts.filter((p) => p.table === table.source);
    const sum = (of: 'migrated' | 'repaired' | 'nulled' | 'quarantined') =>
      own.reduce((total, part) => total + part[of], 0);
    return {
      name: table.source,
      target: table.target,
      source: measures.tables.find((t) => t.table === table.source)?.rows ?? 0,
      migrated: sum('migrated'),
      repaired: sum('repaired'),
      nulled: sum('nulled'),
      quarantined: sum('quarantined'),
      digest: null,
    };
  });
}
