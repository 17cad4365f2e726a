import type { EngineContext } from '../context.ts';
import { undo, undoList } from '../target/apply.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { findRun } from '../target/journal.ts';
import { targetOf } from './migrate.ts';
import { withTarget } from './target.ts';
import { openWorkspace } from './workspace.ts';

export interface RollbackInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  /** False only lists what would be dropped. */
  confirm: boolean;
}

/** Before cutover: drops exactly what the run created in the target, and nothing else. */
export async function rollbackRun(input: RollbackInput, ctx: EngineContext): Promise<{ dropped: string[] }> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const url = targetOf(state, input.target);
    const { schema } = state.target;
    const dropped = await withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      target.withClients(1, async ([client]) => {
        if (!client) throw new Error('no connection');
        if (!(await findRun(client, state.id))) return [];
        if (!input.confirm) return undoList(client, state.id);
        return withAdvisoryLock(client, target.config, `schema:${schema}`, () =>
          undo(client, state.id, schema),
        );
      }),
    );
    if (input.confirm) {
      state.status = 'undone';
      await workspace.writeState(state);
    }
    return { dropped };
  });
}
