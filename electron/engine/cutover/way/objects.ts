import type { Added } from '../../../../shared/contract.ts';
import type { Plan } from '../../../../shared/model/index.ts';
import type { TargetFacts } from './facts.ts';

/** What holds no rows and came after the run: there is nothing of it to bring, so it is named alone. */
export function objectsAdded(plan: Plan, facts: TargetFacts): Added[] {
  const planned = new Set<string>();
  for (const t of plan.tables) {
    for (const each of [...t.indexes, ...t.uniques, ...t.checks, ...t.foreignKeys]) planned.add(each.name);
    if (t.primaryKey) planned.add(t.primaryKey.name);
  }
  for (const { name } of [...plan.extraObjects, ...facts.made]) planned.add(name);
  const tables = new Set(plan.tables.map((t) => t.target));
  return (
    facts.objects
      .filter(({ kind, name }) => !planned.has(kind === 'function' ? name.replace(/\(.*$/s, '') : name))
      // The keys of a new table come with it.
      .filter(({ kind, table }) => kind !== 'constraint' || (table !== null && tables.has(table)))
      .map(({ kind, name, table }) => ({
        ...{ kind, name, table, column: null, rows: null, brought: false, as: null, reason: 'noRows' },
      }))
  );
}
