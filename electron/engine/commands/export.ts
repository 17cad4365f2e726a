import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { AdoptedSchema, Choices, Plan, Profile, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { ExportedFile } from '../export/output-file.ts';
import { OutputFolder } from '../export/output-folder.ts';
import { mergeChoices, noChoices, parseSet } from '../plan/choices.ts';
import { readAdoptedFile } from '../run/adopted-file.ts';
import { auditFiles } from '../run/audit-folder.ts';
import { forget, workspaceError } from '../run/folder.ts';
import { newState } from '../run/new-state.ts';
import { readPlan, writePlan } from '../run/plan-file.ts';
import { newSession, type RunSession, save } from '../run/session.ts';
import { tuningOf } from '../run/tuning.ts';
import { openWorkspace } from '../run/workspace.ts';
import { openSource } from '../source/open.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { unseen } from '../stages/adopt/unseen.ts';
import { preparedRun } from '../stages/audit.ts';
import { certify } from '../stages/certificate.ts';
import { exportStage } from '../stages/export.ts';
import { snapshotStage } from '../stages/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import type { RunResult } from './run-result.ts';

export interface ExportInput {
  workspace: string;
  source: string;
  /** Folder for the files: one that is not there yet, an empty one, or what an export that was cut off left. */
  out: string;
  env: Record<string, string | undefined>;
  /** Schema of the server; null: `public`. */
  schema: string | null;
  /** Path of a saved plan, or null. */
  plan: string | null;
  /** Path of what the supplied query printed of the application's tables; null or left out: the files make their own. */
  adopt?: string | null;
  profile: Profile;
  extras: boolean;
  /** `table.column=TYPE` or `finding-id=option` each. */
  set: string[];
  acceptDefaults: boolean;
  choices?: Choices;
  language: Language;
  /** Session of a kept audit, for its snapshot and measures; null or left out: the run makes its own. */
  audited?: string | null;
}

interface Exported {
  state: RunState;
  out: string;
  files: ExportedFile[];
}

/** The run of an export, and what lies in its folder. */
export interface ExportResult extends RunResult {
  out: string;
  exported: ExportedFile[];
}

/**
 * Takes a run up to where a server would be needed, and writes what psql alone can do there. Once that is done the run
 * goes on as any other. An export that does not come to its end leaves nothing.
 * @throws AppError decisions.missing, adopt.*, plan.adopts {path}, output.notEmpty {path, found}, output.busy {path},
 *   output.unwritable {path, reason}, interrupted
 */
export async function exportSource(input: ExportInput, ctx: EngineContext): Promise<Exported> {
  const workspace = openWorkspace(input.workspace, input.env);
  const adopted = input.adopt ? await readAdoptedFile(input.adopt) : null;
  const plan = input.plan === null ? null : await planFor(input.plan, adopted !== null);
  const choices = mergeChoices(input.choices ?? noChoices, parseSet(input.set, null));
  // Before anything else: a source that cannot be used must cost no time.
  openSource(input.source).close();
  const out = await OutputFolder.claim(resolve(input.out));
  const folder = await workspace.createRun().catch(async (error: unknown) => {
    await out.abandon();
    throw error;
  });
  const { source, profile, extras } = input;
  const state = newState({
    ...{ id: folder.id, source, plan, profile, extras },
    target: { managed: false, schema: adopted?.schema ?? input.schema ?? 'public' },
    options: {
      replace: false,
      acceptDefaults: input.acceptDefaults,
      rehearsal: false,
      choices,
      exportTo: out.path,
      ...(adopted ? { adopt: true } : {}),
    },
  });
  const audited = input.audited ? auditFiles({ workspace: workspace.dir, session: input.audited }) : null;
  const session = newSession({ workspace, folder, state, ctx, language: input.language, audited });
  try {
    await save(session);
    if (plan) await writePlan(folder.givenPlan, plan);
    if (adopted) await writeAtomic(folder.adopted, `${JSON.stringify(adopted, null, 2)}\n`);
    await workspace.withRunLock(state.id, () => write(session, out, adopted, input));
    return { state, out: out.path, files: out.files };
  } catch (error) {
    await out.abandon();
    await forget(folder);
    throw ctx.signal.aborted
      ? new AppError('interrupted', {}, { cause: error })
      : toldOf(error, workspace.dir);
  }
}

/** A saved plan. @throws AppError plan.unreadable {path, reason}, plan.adopts {path} for one that makes no tables */
async function planFor(path: string, adopts: boolean): Promise<Plan> {
  const plan = await readPlan(path);
  if (adopts) return plan;
  if (plan.aside || plan.tables.some((table) => table.adopted)) throw new AppError('plan.adopts', { path });
  return plan;
}

async function write(
  session: RunSession,
  out: OutputFolder,
  adopted: AdoptedSchema | null,
  input: ExportInput,
): Promise<void> {
  const { state, folder } = session;
  await snapshotStage(session);
  const db = openSnapshot(folder.snapshot);
  try {
    const prepared = await preparedRun(session, db, adopted && unseen(db, adopted));
    const exceptions = await exportStage(session, db, prepared, out, adopted, tuningOf(input.env));
    state.status = 'exported';
    state.finishedAt = new Date().toISOString();
    await certify(session, prepared.plan, exceptions);
    session.ctx.signal.throwIfAborted();
    await out.finish();
    await save(session);
  } finally {
    db.close();
  }
}

/** What the folder of the files says is worded already, and is not the workspace's. */
function toldOf(error: unknown, workspace: string): unknown {
  const worded = error instanceof AppError && error.code.startsWith('output.');
  return worded ? error : workspaceError(error, workspace);
}
