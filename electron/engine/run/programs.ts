import type { Plan, PlanObject, PlanTrigger, RunState } from '../../../shared/model/index.ts';

/** The plan with the views, and the functions of triggers, that the run has made of it, as objects like any other. */
export function withPrograms(plan: Plan, { programs = [] }: Pick<RunState, 'programs'>): Plan {
  const made = new Set(programs.filter((p) => p.reason === null).map((p) => `${p.kind} ${p.name}`));
  const views = (plan.views ?? [])
    .filter(({ source }) => made.has(`view ${source}`))
    .map(({ name, sql }): PlanObject => ({ kind: 'view', name, table: null, sql }));
  const functions = madeTriggers(plan, { programs }).map(
    ({ name, target }): PlanObject => ({ kind: 'function', name, table: target, sql: '' }),
  );
  return { ...plan, extraObjects: [...plan.extraObjects, ...views, ...functions] };
}

/** The triggers that the run has made. */
function madeTriggers(plan: Plan, { programs = [] }: Pick<RunState, 'programs'>): PlanTrigger[] {
  const made = new Set(programs.filter((p) => p.kind === 'trigger' && p.reason === null).map((p) => p.name));
  return (plan.triggers ?? []).filter(({ source }) => made.has(source));
}
