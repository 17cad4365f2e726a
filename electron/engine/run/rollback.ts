import type { EngineContext } from '../context.ts';
import { isLive, readCutover } from '../cutover/state.ts';
import { undo, undoList } from '../target/apply.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { findRun } from '../target/journal.ts';
import { targetOf } from './migrate.ts';
import { type RestoreResult, restoreRun } from './rollback-restore.ts';
import { withTarget } from './target.ts';
import { openWorkspace } from './workspace.ts';

export interface RollbackInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  /** False only lists what would be dropped. */
  confirm: boolean;
  /** After going live: the snapshot alone, where the server is gone for good. */
  snapshotOnly?: boolean;
}

/** Before going live: what was dropped (or would be). Afterwards: the way back to SQLite. */
export interface RollbackResult {
  dropped: string[];
  restored: RestoreResult | null;
}

/**
 * Before going live: drops exactly what the run created in the target, and nothing else. Afterwards nothing is dropped:
 * the application goes back to SQLite with everything that was written since.
 */
export async function rollbackRun(input: RollbackInput, ctx: EngineContext): Promise<RollbackResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const live = await readCutover(workspace.runFolder(input.run).dir);
    if (isLive(live)) {
      return { dropped: [], restored: await restoreRun(input, ctx, workspace, state, live) };
    }
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
    return { dropped, restored: null };
  });
}
