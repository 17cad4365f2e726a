import type { Plan, PlanObject, RunState } from '../../../shared/model/index.ts';

/** The plan with the views that the run has made of it, as objects like any other. */
export function withPrograms(plan: Plan, { programs = [] }: Pick<RunState, 'programs'>): Plan {
  const made = new Set(programs.filter((p) => p.reason === null).map((p) => `${p.kind} ${p.name}`));
  const views = (plan.views ?? [])
    .filter(({ source }) => made.has(`view ${source}`))
    .map(({ name, sql }): PlanObject => ({ kind: 'view', name, table: null, sql }));
  return { ...plan, extraObjects: [...plan.extraObjects, ...views] };
}
