import type { Audit, Choices, Plan, SourceSchema } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { alembicRevision } from '../kit/alembic.ts';
import { mergeChoices, noChoices, parseSet } from '../plan/choices.ts';
import { planSql } from '../plan/ddl.ts';
import { auditStage } from '../stages/audit.ts';
import { withScratchSnapshot } from '../stages/scratch.ts';
import type { AuditSourceInput } from './audit.ts';

export interface PlanSourceInput extends AuditSourceInput {
  extras: boolean;
  /** `table.column=TYPE` or `finding-id=option` each. */
  set: string[];
  choices?: Choices;
  /** Schema that the DDL is for; `public` when left out. */
  schema?: string;
}

/** A plan with what it stands for: as DDL and as an Alembic revision. */
export interface PlannedSource {
  plan: Plan;
  sql: string;
  alembic: string;
  audit: Audit;
}

/** Plans a source without starting a run; nothing is left behind. */
export async function planSource(input: PlanSourceInput, ctx: EngineContext): Promise<PlannedSource> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const choices = (schema: SourceSchema) =>
      mergeChoices(input.choices ?? noChoices, parseSet(input.set, schema));
    const options = {
      db,
      source,
      profile: input.profile,
      extras: input.extras,
      choices,
      saved: null,
      acceptDefaults: false,
      adopt: null,
    };
    const { plan, audit } = await auditStage(options, ctx, null);
    const { schema } = input;
    return { plan, sql: planSql(plan, schema), alembic: alembicRevision(plan, schema), audit };
  });
}
