import type { Language } from '../../../shared/messages/index.ts';
import type { Choices, Profile, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { mergeChoices, noChoices, parseSet } from '../plan/choices.ts';
import { auditFiles } from '../run/audit-folder.ts';
import { forget, workspaceError } from '../run/folder.ts';
import { newState } from '../run/new-state.ts';
import { readPlan, writePlan } from '../run/plan-file.ts';
import { newSession, save } from '../run/session.ts';
import { openWorkspace } from '../run/workspace.ts';
import { execute } from '../stages/execute.ts';

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
  ifNotEmpty: 'abort' | 'replace' | 'adopt';
  rehearse: boolean;
  acceptDefaults: boolean;
  /** What a person chose on screen; a saved plan brings its own. */
  choices?: Choices;
  /** `table.column=TYPE` and `finding-id=option`, as the command line takes them. */
  set?: string[];
  language: Language;
  /** Session of a kept audit, for its snapshot and measures; null or left out: the run makes its own. */
  audited?: string | null;
  /** The fleet that the run belongs to, and its vehicle. */
  fleet?: RunState['fleet'];
}

/**
 * Starts a run and takes it to its end. A run that is refused before anything was written leaves nothing behind; any
 * other failure leaves a run that `resume` goes on with.
 */
export async function migrate(input: MigrateInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  const plan = input.plan === null ? null : await readPlan(input.plan);
  const choices = mergeChoices(input.choices ?? noChoices, parseSet(input.set ?? [], null));
  const folder = await workspace.createRun();
  const { source, profile, extras } = input;
  const state = newState({
    ...{ id: folder.id, source, plan, profile, extras, fleet: input.fleet },
    target: { managed: input.target === null, schema: input.schema ?? 'public' },
    options: {
      replace: input.ifNotEmpty === 'replace',
      ...(input.ifNotEmpty === 'adopt' ? { adopt: true } : {}),
      acceptDefaults: input.acceptDefaults,
      rehearsal: input.rehearse,
      choices,
    },
  });
  const audited = input.audited ? auditFiles({ workspace: workspace.dir, session: input.audited }) : null;
  const session = newSession({ workspace, folder, state, ctx, language: input.language, audited });
  try {
    await save(session);
    if (plan) await writePlan(folder.givenPlan, plan);
  } catch (error) {
    await forget(folder);
    throw workspaceError(error, workspace.dir);
  }
  try {
    const target = { workspace: workspace.dir, url: input.target, env: input.env, user: state.id };
    return await workspace.withRunLock(state.id, () => execute(session, target));
  } catch (error) {
    if (state.status === 'refused') await forget(folder);
    throw error;
  }
}
