import { AppError } from '../../../shared/errors.ts';
import type { EngineContext } from '../context.ts';
import { requireKnownLive } from '../cutover/live-mark.ts';
import { isLive, readCutover } from '../cutover/state.ts';
import { holdSchema } from '../run/hold.ts';
import type { RunFolder } from '../run/paths.ts';
import { type Target, targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { findRun } from '../target/journal.ts';
import { toAppError } from '../target/sqlstate.ts';
import { type Undone, undo, undoList } from '../target/undo.ts';
import { type RestoreResult, restoreRun } from './way-back.ts';

export interface RollbackInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  /** False only lists what would be dropped. */
  confirm: boolean;
  /** After going live: the snapshot alone, where the server is gone for good. */
  snapshotOnly?: boolean;
  /** What was shown and agreed to: the run may have gone live, or back, since. */
  only?: 'undo' | 'wayBack';
  /** Without `confirm`, after going live: count what was written since, which asks the server. */
  count?: boolean;
}

/** Before going live: what was dropped (or would be) and brought back. Afterwards: the way back to SQLite. */
export interface RollbackResult extends Undone {
  restored: RestoreResult | null;
}

/**
 * Before going live: drops exactly what the run created in the target, and nothing else, and brings back what the run
 * had moved aside; all of it happens, or nothing. Afterwards nothing is dropped: the application goes back to SQLite
 * with everything that was written since.
 */
export async function rollbackRun(input: RollbackInput, ctx: EngineContext): Promise<RollbackResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const live = await readCutover(workspace.runFolder(input.run).dir);
    if (input.only !== undefined && (input.only === 'wayBack') !== isLive(live))
      throw new AppError('restore.otherWay', { run: input.run });
    if (isLive(live)) {
      return { ...nothing, restored: await restoreRun(input, ctx, workspace, state, live) };
    }
    const url = targetOf(state, input.target);
    const place = { workspace: workspace.dir, url, env: input.env, user: state.id };
    const undone = await withTarget(place, ctx, (target) =>
      undoIn(target, workspace.runFolder(state.id), input.confirm, ctx).catch((error: unknown) => {
        throw toAppError(error, target.config);
      }),
    );
    if (input.confirm) {
      state.status = 'undone';
      await workspace.writeState(state);
    }
    return { ...undone, restored: null };
  });
}

const nothing: Undone = { dropped: [], broughtBack: [] };

async function undoIn(
  target: Target,
  { id: run, dir }: RunFolder,
  confirm: boolean,
  ctx: EngineContext,
): Promise<Undone> {
  const known = await target.withClients(1, async ([client]) => {
    const row = await findRun(client, run);
    // What the application wrote must not be dropped because a file is missing.
    if (row) await requireKnownLive(client, run, dir);
    return row && { schema: row.schema, list: confirm ? nothing : await undoList(client, run) };
  });
  if (known === null) return nothing;
  if (!confirm) return known.list;
  return holdSchema(target, { run, schema: known.schema }, ctx, (control) => undo(control, run));
}
