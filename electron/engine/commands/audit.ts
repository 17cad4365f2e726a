import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Audit, Profile } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { noChoices } from '../plan/choices.ts';
import { renderAudit } from '../report/audit.ts';
import { type AdoptFrom, withAdoption } from '../stages/adopt/look.ts';
import { auditStage } from '../stages/audit.ts';
import { withScratchSnapshot } from '../stages/scratch.ts';
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
  /** Held against tables that the application made there; else against those that a run would make. */
  adopt?: AdoptFrom | null;
}

/**
 * Audits a source without starting a run; nothing is left behind but the report that was asked for.
 * @throws AppError output.unwritable {path, reason}
 */
export async function auditSource(input: AuditReportInput, ctx: EngineContext): Promise<Audit> {
  const { workspace } = input;
  return withScratchSnapshot(workspace, input.source, ctx, async ({ db, path, sha256, bytes }) => {
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
    const { audit } = await withAdoption(workspace, input.adopt ?? null, ctx, (adopt) =>
      auditStage({ ...options, adopt }, ctx, null),
    );
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
