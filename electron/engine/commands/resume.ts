import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { newSession } from '../run/session.ts';
import { targetOf } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { execute } from '../stages/execute.ts';

export interface ResumeInput {
  workspace: string;
  run: string;
  /** The target again, where its URL is needed for a password that nothing else knows; normally null. */
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
}

/** Goes on with a run from what is there: snapshot, plan, and what the journal in the target says. */
export async function resume(input: ResumeInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    if (state.status === 'undone') {
      throw new AppError('run.notResumable', { run: state.id, reason: state.status });
    }
    const { exportTo } = state.options;
    if (exportTo !== undefined) throw new AppError('run.exported', { run: state.id, out: exportTo });
    const folder = workspace.runFolder(input.run);
    const session = newSession({ workspace, folder, state, ctx, language: input.language });
    const url = targetOf(state, input.target);
    return execute(session, { workspace: workspace.dir, url, env: input.env, user: state.id });
  });
}
