import type { LeftOut, Plan, RunState } from '../../../shared/model/index.ts';

/**
 * Everything of the source that the target does not have: what the plan leaves out, and what it translates but the run
 * did not make, because nothing proved it to be the same.
 */
export function leftOutOf(plan: Plan, { programs = [] }: Pick<RunState, 'programs'>): LeftOut[] {
  const reasons = new Map(programs.map((p) => [`${p.kind} ${p.name}`, p.reason]));
  const unmade = (plan.views ?? []).flatMap(({ source, original }): LeftOut[] => {
    const reason = reasons.get(`view ${source}`);
    if (reason === null) return [];
    return [{ kind: 'view', table: null, name: source, sql: original, reason: reason ?? notCompared }];
  });
  const untried = (plan.triggers ?? []).flatMap(({ source, table, original }): LeftOut[] => {
    const reason = reasons.get(`trigger ${source}`);
    if (reason === null) return [];
    return [{ kind: 'trigger', table, name: source, sql: original, reason: reason ?? notTried }];
  });
  return [...plan.leftOut, ...unmade, ...untried];
}

const notTried = 'translated, and made only where it can be tried beside that of SQLite';
const notCompared = 'translated, and made only where its rows can be compared with those of SQLite';
