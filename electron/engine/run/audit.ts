import type { Audit, Plan, Profile } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { planSql } from '../plan/ddl.ts';
import { parseTypes } from '../plan/set.ts';
import { withScratchSnapshot } from './scratch.ts';
import { auditStage } from './stages.ts';

export interface AuditSourceInput {
  workspace: string;
  source: string;
  profile: Profile;
}

/** Audits a source without starting a run; nothing is left behind. */
export async function auditSource(input: AuditSourceInput, ctx: EngineContext): Promise<Audit> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const options = { db, source, profile: input.profile, extras: true, types: new Map(), plan: null };
    return (await auditStage(options, ctx, null)).audit;
  });
}

export interface PlanSourceInput extends AuditSourceInput {
  extras: boolean;
  /** `table.column=TYPE` each. */
  set: string[];
}

/** Plans a source without starting a run: the plan, and the DDL it stands for. */
export async function planSource(
  input: PlanSourceInput,
  ctx: EngineContext,
): Promise<{ plan: Plan; sql: string; audit: Audit }> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const types = parseTypes(input.set, db);
    const options = { db, source, profile: input.profile, extras: input.extras, types, plan: null };
    const { plan, audit } = await auditStage(options, ctx, null);
    return { plan, sql: planSql(plan), audit };
  });
}
