import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../../shared/model/index.ts';
import { ifThere, rm } from '../system/files.ts';
import { isLeftBehind } from '../system/process.ts';

/** One audit that is kept; `session` is unique in the workspace and begins with the id of the process that keeps it. */
export interface KeptAudit {
  workspace: string;
  session: string;
}

export interface AuditFiles {
  dir: string;
  snapshot: string;
  source: string;
  /** Written last: the snapshot with what tells whether the source is still the same. */
  kept: string;
  measures(profile: Profile): string;
  /** What the application made in the target, where the audit was held against that, with the rules that rows break. */
  adopted: string;
}

export function auditFiles({ workspace, session }: KeptAudit): AuditFiles {
  const dir = join(auditsFolder(workspace), session);
  return {
    dir,
    snapshot: join(dir, 'snapshot.db'),
    source: join(dir, 'source.json'),
    kept: join(dir, 'kept.json'),
    adopted: join(dir, 'adopted.json'),
    measures: (profile) => join(dir, `measures-${profile}.json`),
  };
}

/** Removes a kept audit; nothing happens when there is none. */
export async function endAudit(audit: KeptAudit): Promise<void> {
  await rm(auditFiles(audit).dir, { recursive: true, force: true });
}

/** Removes the audits of processes that did not come to clean up. */
export async function removeOldAudits(workspace: string): Promise<void> {
  const names = (await ifThere(readdir(auditsFolder(workspace)))) ?? [];
  const clear = async (session: string): Promise<void> => {
    const audit = { workspace, session };
    if (await isLeftBehind(auditFiles(audit).dir)) await endAudit(audit);
  };
  await Promise.all(names.map(clear));
}

function auditsFolder(workspace: string): string {
  return join(workspace, 'audits');
}
