import type { Audit, Choices, Plan, Profile, SourceSchema } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { mergeChoices, noChoices, parseSet } from '../plan/choices.ts';
import { planSql } from '../plan/ddl.ts';
import { auditStage } from './audit-stage.ts';
import { withScratchSnapshot } from './scratch.ts';

export interface AuditSourceInput {
  workspace: string;
  source: string;
  profile: Profile;
}

/** Audits a source without starting a run; nothing is left behind. */
export async function auditSource(input: AuditSourceInput, ctx: EngineContext): Promise<Audit> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const options = {
      db,
      source,
      profile: input.profile,
      extras: true,
      choices: () => noChoices,
      saved: null,
    };
    return (await auditStage(options, ctx, null)).audit;
  });
}

export interface PlanSourceInput extends AuditSourceInput {
  extras: boolean;
  /** `table.column=TYPE` or `finding-id=option` each. */
  set: string[];
  choices?: Choices;
}

/** Plans a source without starting a run: the plan, and the DDL it stands for. */
export async function planSource(
  input: PlanSourceInput,
  ctx: EngineContext,
): Promise<{ plan: Plan; sql: string; audit: Audit }> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const choices = (schema: SourceSchema) =>
      mergeChoices(input.choices ?? noChoices, parseSet(input.set, schema));
    const options = { db, source, profile: input.profile, extras: input.extras, choices, saved: null };
    const { plan, audit } = await auditStage(options, ctx, null);
    return { plan, sql: planSql(plan), audit };
  });
}
