import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { WayBackChoices } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { clearLive, requireKnownLive } from '../cutover/live-mark.ts';
import { isLive, readCutover, writeCutover } from '../cutover/state.ts';
import { forgetTarget, rememberTarget } from '../run/exported.ts';
import { holdSchema } from '../run/hold.ts';
import { assertSource, knownRun, notRunThere } from '../run/known.ts';
import type { RunFolder } from '../run/paths.ts';
import { verifyFolder } from '../run/prepared.ts';
import { readPrepared } from '../run/session.ts';
import { settleSync } from '../run/sync-files.ts';
import { type Target, targetOf, withTarget } from '../run/target.ts';
import { openWorkspace, type Workspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { type TakenOut, undoAdopted } from '../stages/adopt/undo.ts';
import { writeAtomic } from '../system/atomic.ts';
import { leaveFleetViews } from '../target/fleet-views.ts';
import { findRun } from '../target/journal.ts';
import { toAppError } from '../target/sqlstate.ts';
import { type Undone, undo, undoList } from '../target/undo.ts';
import { type RestoreResult, restoreRun } from './way-back.ts';

export interface RollbackInput extends WayBackChoices {
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
  /** After going live: tries the way back on the real target up to the swap, and changes nothing. */
  rehearse?: boolean;
  /** The file is a copy that nobody else knows: what is in use on this machine does not matter. */
  scratch?: boolean;
}

/** Before going live: what was dropped (or would be) and brought back. Afterwards: the way back to SQLite. */
export interface RollbackResult extends Undone {
  restored: RestoreResult | null;
}

/**
 * Before going live: drops exactly what the run created in the target, and nothing else, and brings back what the run
 * had moved aside; all of it happens, or nothing, but for tables that are more than the server has room to lock: they go
 * in turns, and the same call goes on after a stop. Afterwards nothing is dropped: the application goes back to SQLite
 * with everything that was written since.
 */
export async function rollbackRun(input: RollbackInput, ctx: EngineContext): Promise<RollbackResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const live = await readCutover(workspace.runFolder(input.run).dir);
    // Before it is live there is nothing to rehearse, and whoever wants the snapshot alone wants nothing dropped.
    const only = input.rehearse || input.snapshotOnly ? 'wayBack' : input.only;
    if (only !== undefined && (only === 'wayBack') !== isLive(live))
      throw new AppError('restore.otherWay', { run: input.run });
    const url = targetOf(state, input.target);
    const place = { workspace: workspace.dir, url, env: input.env, user: state.id };
    if (isLive(live)) {
      const restored = await restoreRun(input, ctx, workspace, state, live);
      // SQLite has everything again: in the target nothing has to be protected any more. A server that was gone is
      // told when the command is given again. A look leaves that to it.
      if (input.confirm && restored.done && live.liveSince !== null && !input.snapshotOnly) {
        await withTarget(place, ctx, (target) =>
          target.withClients(1, ([client]) => clearLive(client, state.id)),
        );
        live.liveSince = null;
        await writeCutover(workspace.runFolder(state.id).dir, live);
      }
      return { ...nothing, restored };
    }
    const undone = await withTarget(place, ctx, (target) =>
      undoIn(target, workspace, state, input, ctx).catch((error: unknown) => {
        throw toAppError(error, target.config);
      }),
    );
    if (input.confirm) {
      state.status = 'undone';
      forgetTarget(state);
      await workspace.writeState(state);
    }
    return { ...undone, restored: null };
  });
}

const nothing: Undone = { dropped: [], broughtBack: [], takenOut: [], givenBack: [] };

async function undoIn(
  target: Target,
  workspace: Workspace,
  state: RunState,
  { confirm, target: given }: RollbackInput,
  ctx: EngineContext,
): Promise<Undone> {
  const folder = workspace.runFolder(state.id);
  const { id: run, dir } = folder;
  const begun = join(dir, 'undo.json');
  const known = await target.withClients(1, async ([client]) => {
    const row = await findRun(client, run);
    if (!row) {
      if (state.status !== 'undone' && !existsSync(begun)) await requireNotLost(client, state);
      return null;
    }
    await rememberTarget({ workspace, state }, target, client, given);
    const { schema } = row;
    // What the application wrote must not be dropped because a file is missing, or older.
    const since = (await requireKnownLive(client, { run, schema, dir }))?.liveSince ?? null;
    return { schema, since, list: confirm ? nothing : await undoList(client, run, since) };
  });
  if (known === null) return nothing;
  if (!confirm) return known.list;
  const { schema, since } = known;
  return holdSchema(target, { run, schema }, ctx, async (control) => {
    // Where the answer to the COMMIT never comes, the target no longer knows the run, and rightly so.
    await writeAtomic(begun, `${JSON.stringify({ at: new Date().toISOString() })}\n`);
    if (state.fleet) await leaveFleetViews(control, [run]);
    if (state.options.adopt) await settle(workspace, folder, state, control, target, ctx);
    const onTurn = (labels: string[]) =>
      ctx.log.info({ run, dropped: labels.length }, 'a part of it is undone');
    const turns = { run, since, signal: ctx.signal, onTurn };
    return undo(control, turns, await takesOut(state, folder, ctx.signal));
  });
}

/** What the run brought is told by its snapshot: it must be the one that the target was filled from. */
async function settle(
  workspace: Workspace,
  folder: RunFolder,
  state: RunState,
  client: pg.Client,
  target: Target,
  ctx: EngineContext,
): Promise<void> {
  const settled = await settleSync(client, target.config, workspace, folder, state);
  if (settled) await verifyFolder({ folder, state, ctx });
  assertSource(await findRun(client, state.id), state);
}

/** For a run in an application's tables: what takes its rows out again; null for a run that made its own. */
async function takesOut(
  state: RunState,
  folder: RunFolder,
  signal: AbortSignal,
): Promise<((client: pg.Client) => Promise<TakenOut>) | null> {
  if (!state.options.adopt) return null;
  const { plan } = await readPrepared(folder);
  return async (client) => {
    const db = openSnapshot(folder.snapshot);
    try {
      const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
      const { schema } = state.target;
      return await undoAdopted({ client, db, run: state.id, schema, plan, encoding, signal });
    } finally {
      db.close();
    }
  };
}

/** A target that does not know a run that was loaded is another one, or has lost its journal: nothing was undone there. */
async function requireNotLost(client: pg.ClientBase, state: RunState): Promise<void> {
  if (state.options.exportTo !== undefined) throw notRunThere(state);
  await knownRun(client, state).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'run.targetChanged') throw error;
    throw new AppError('run.notThere', { run: state.id }, { cause: error });
  });
}
