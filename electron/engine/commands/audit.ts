import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Audit, Choices, Plan, Profile, SourceSchema } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { mergeChoices, noChoices, parseSet } from '../plan/choices.ts';
import { planSql } from '../plan/ddl.ts';
import { renderAudit } from '../report/audit.ts';
import { withScratchSnapshot } from '../run/scratch.ts';
import { auditStage } from '../stages/audit.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface AuditSourceInput {
  workspace: string;
  source: string;
  profile: Profile;
}

export interface AuditReportInput extends AuditSourceInput {
  /** Where to write the report as HTML, in which language; null writes none. */
  report: string | null;
  language: Language;
}

/**
 * Audits a source without starting a run; nothing is left behind but the report that was asked for.
 * @throws AppError output.unwritable {path, reason}
 */
export async function auditSource(input: AuditReportInput, ctx: EngineContext): Promise<Audit> {
  return withScratchSnapshot(input.workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
    const source = { path, sha256, bytes, autocore: null };
    const options = {
      db,
      source,
      profile: input.profile,
      extras: true,
      choices: () => noChoices,
      saved: null,
      acceptDefaults: false,
    };
    const { audit } = await auditStage(options, ctx, null);
    if (input.report !== null) await writeReport(audit, input.report, input.language);
    return audit;
  });
}

async function writeReport(audit: Audit, path: string, language: Language): Promise<void> {
  await writeAtomic(path, renderAudit(audit, translator(language), language), 0o644).catch(
    (cause: unknown) => {
      throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
    },
  );
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
    const options = {
      db,
      source,
      profile: input.profile,
      extras: input.extras,
      choices,
      saved: null,
      acceptDefaults: false,
    };
    const { plan, audit } = await auditStage(options, ctx, null);
    return { plan, sql: planSql(plan), audit };
  });
}
