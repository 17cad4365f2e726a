import type { WayBackChoices } from '../../../../shared/contract.ts';
import type { Plan, SourceSchema } from '../../../../shared/model/index.ts';
import type { Relation, TargetFacts } from './facts.ts';
import { namesOfFile } from './names.ts';
import { newTables } from './new-tables.ts';
import { objectsAdded } from './objects.ts';
import { type Claims, decided, nameOf, type WayPlan } from './shape.ts';
import { tableNow } from './table-now.ts';

/** Holds the plan against what the target's catalogue says. Pure: nothing is read and nothing changed. */
export function planWay(
  plan: Plan,
  source: SourceSchema,
  facts: TargetFacts,
  choices: WayBackChoices,
): WayPlan {
  const way: WayPlan = {
    ...{ tables: [], columns: [], newTables: [], added: [], missing: [], counts: [] },
    detached: new Set(),
  };
  const claims = claim(plan, facts);
  for (const table of plan.tables) {
    const from = source.tables.find((t) => t.name === table.source);
    if (!from) throw new Error(`the snapshot has no table ${table.source}`);
    const { relation, found } = claims.get(table.target) ?? { relation: null, found: 'none' };
    if (found !== 'byName') {
      const looksLike = relation === null ? null : nameOf(relation, facts.schema);
      const by = decided(choices, relation !== null);
      way.missing.push({ kind: 'table', table: table.target, column: null, looksLike, by });
      if (by !== 'follow' || relation === null) continue;
    }
    if (relation) tableNow(way, { table, source: from, relation, facts, claims, choices });
  }
  way.newTables = newTables(way, { plan, source, facts, claims, choices, names: namesOfFile(source) });
  way.added.push(...objectsAdded(plan, facts));
  for (const added of way.added) {
    if (added.reason === null && choices.added === 'leave')
      Object.assign(added, { brought: false, reason: 'left' });
  }
  return way;
}

/** Which relation each planned table is now. */
function claim(plan: Plan, facts: TargetFacts): Claims {
  const claims: Claims = new Map();
  const here = new Map(facts.relations.filter((r) => r.schema === facts.schema).map((r) => [r.name, r]));
  for (const { target } of plan.tables) {
    const relation = here.get(target);
    if (relation) claims.set(target, { relation, found: 'byName' });
  }
  for (const table of plan.tables) {
    if (claims.has(table.target)) continue;
    const taken = new Set([...claims.values()].map(({ relation }) => relation?.oid));
    const free = facts.relations.filter((r) => !taken.has(r.oid) && !r.isPartition && /[rpv]/.test(r.kind));
    const names = table.columns.map((c) => c.target);
    const share = (r: Relation) =>
      names.filter((n) => r.columns.some((c) => c.name === n)).length / names.length;
    const made = facts.made.find((m) => m.kind === 'table' && m.name === table.target)?.oid;
    const same = free.find((r) => r.oid === made && share(r) >= 0.5);
    const alike = free.filter((r) => r.schema === facts.schema && share(r) === 1);
    const relation = same ?? (alike.length === 1 ? (alike[0] as Relation) : null);
    claims.set(table.target, { relation, found: relation ? 'renamed' : 'none' });
  }
  return claims;
}
