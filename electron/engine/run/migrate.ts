import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, exitCodes } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { Choices, Profile, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { noChoices } from '../plan/choices.ts';
import { writeAtomic } from '../system/atomic.ts';
import { execute, forget } from './execute.ts';
import { defaultPatience, type Patience } from './patience.ts';
import { readPlan } from './plan-file.ts';
import { planText, type RunSession, save } from './session.ts';
import { openWorkspace, type RunFolder } from './workspace.ts';

export interface MigrateInput {
  workspace: string;
  source: string;
  /** URL of the target; null: the managed local server of the workspace. */
  target: string | null;
  env: Record<string, string | undefined>;
  /** Target schema; null: `public`. */
  schema: string | null;
  /** Path of a saved plan, or null. */
  plan: string | null;
  profile: Profile;
  extras: boolean;
  ifNotEmpty: 'abort' | 'replace';
  rehearse: boolean;
  acceptDefaults: boolean;
  /** What a person chose on screen; a saved plan brings its own. */
  choices?: Choices;
  patience?: Patience;
  language: Language;
}

/** Version of this program, from its package.json. */
export const toolVersion: string = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * Starts a run and takes it to its end. A run that is refused before anything was written leaves nothing behind; any
 * other failure leaves a run that `resume` goes on with.
 */
export async function migrate(input: MigrateInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  const plan = input.plan === null ? null : await readPlan(input.plan);
  const folder = await workspace.createRun();
  const state: RunState = {
    format: 1,
    id: folder.id,
    tool: toolVersion,
    status: 'running',
    stage: 'snapshot',
    createdAt: new Date().toISOString(),
    finishedAt: null,
    profile: plan?.profile ?? input.profile,
    extras: plan?.extras ?? input.extras,
    source: { path: resolve(input.source), sha256: null, bytes: null, autocore: null },
    target: { managed: input.target === null, url: '', server: null, schema: input.schema ?? 'public' },
    options: {
      replace: input.ifNotEmpty === 'replace',
      acceptDefaults: input.acceptDefaults,
      rehearsal: input.rehearse,
      choices: input.choices ?? noChoices,
    },
    tables: [],
    objects: { missing: [], notValid: [] },
    validation: null,
    seconds: {},
    peakRssMiB: 0,
    error: null,
  };
  const session: RunSession = {
    workspace,
    folder,
    state,
    ctx,
    language: input.language,
    patience: input.patience ?? defaultPatience,
    committed: null,
  };
  await save(session);
  if (plan) await writeAtomic(folder.plan, planText(plan));
  try {
    return await workspace.withRunLock(state.id, () => work(session, input.target, input.env));
  } catch (error) {
    if (state.status === 'refused') await forget(session);
    throw error;
  }
}

export interface ResumeInput {
  workspace: string;
  run: string;
  /** The target again, where its URL is needed for a password that nothing else knows; normally null. */
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
  patience?: Patience;
}

/** Goes on with a run from what is there: snapshot, plan, and what the journal in the target says. */
export async function resume(input: ResumeInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    if (state.status === 'undone') {
      throw new AppError('run.notResumable', { run: state.id, reason: state.status });
    }
    const folder = workspace.runFolder(input.run);
    await assertSnapshot(state, folder);
    const session: RunSession = {
      workspace,
      folder,
      state,
      ctx,
      language: input.language,
      patience: input.patience ?? defaultPatience,
      committed: null,
    };
    state.status = 'running';
    return work(session, targetOf(state, input.target), input.env);
  });
}

/** A snapshot that was changed by hand, or by a failing disk, is not what the run began with. */
async function assertSnapshot(state: RunState, folder: RunFolder): Promise<void> {
  if (state.source.sha256 === null || !existsSync(folder.snapshot)) return;
  const hash = createHash('sha256');
  for await (const part of createReadStream(folder.snapshot)) hash.update(part as Buffer);
  if (hash.digest('hex') === state.source.sha256) return;
  const reason = 'the snapshot is not the one this run began with';
  throw new AppError('run.damaged', { run: state.id, path: folder.snapshot, reason });
}

/** URL to reach a run's target again: the managed server by its workspace, another by what the state remembers. */
export function targetOf(state: RunState, given: string | null): string | null {
  if (given !== null) return given;
  return state.target.managed ? null : state.target.url;
}

async function work(
  session: RunSession,
  url: string | null,
  env: Record<string, string | undefined>,
): Promise<RunState> {
  const { state, workspace, ctx } = session;
  try {
    return await execute(session, { workspace: workspace.dir, url, env });
  } catch (error) {
    const aborted = ctx.signal.aborted;
    // What a person asked to stop, or a lost server, is said as such, with the run that can be resumed.
    if (aborted) {
      const rows = session.committed === null ? {} : { rows: session.committed };
      throw new AppError('interrupted', { run: state.id, ...rows }, { cause: error });
    }
    if (error instanceof AppError) {
      const params = exitCodes[error.code] === 6 ? { ...error.params, run: state.id } : error.params;
      throw new AppError(error.code, params, { cause: error.cause ?? error });
    }
    throw error;
  }
}
