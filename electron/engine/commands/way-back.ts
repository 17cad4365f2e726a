import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import type {
  Added,
  Displaced,
  LeftBehind,
  Missing,
  Rehearsed,
  Spelled,
  TableChanges,
  WayBackAccount,
  WayBackChoices,
} from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { digestOf } from '../cutover/digest.ts';
import { nothingBeside } from '../cutover/rebuild.ts';
import { type CutoverState, writeCutover } from '../cutover/state.ts';
import { isSwapped, keptName } from '../cutover/swap.ts';
import type { Written } from '../cutover/written.ts';
import { snapshotTakenAt } from '../run/taken-at.ts';
import type { Workspace } from '../run/workspace.ts';
import { managedServer } from '../server/managed.ts';
import { handServiceOn } from './hand-on.ts';
import { lowerLeft } from './left-fence.ts';
import { countOn, lookOn, onServer, type Reached, type Server } from './way-back-server.ts';
import {
  backWithAll,
  backWithSnapshot,
  requireReady,
  requireUnwritten,
  restoreEnvs,
  type Trip,
  tryBack,
} from './way-back-steps.ts';

/** What the way back is asked for; see `RollbackInput`. */
export interface WayBackInput extends Pick<Server, 'target' | 'env'>, WayBackChoices {
  confirm: boolean;
  rehearse?: boolean;
  snapshotOnly?: boolean;
  count?: boolean;
  scratch?: boolean;
}

/** The way back to SQLite, as it would be taken or as it was. */
export interface RestoreResult {
  done: boolean;
  source: string;
  /** The file of the application changed after going live: what was written there is only in the file that is kept. */
  sourceChanged: boolean;
  kept: string | null;
  envs: string[];
  rows: number;
  rounded: number;
  foreignKeys: number;
  snapshotOnly: boolean;
  /** When the snapshot was taken, and until when rows are missing where it is used alone. ISO 8601, UTC. */
  since: string;
  until: string;
  /** Rows that PostgreSQL has and the snapshot has not, by table; null where they were not counted. */
  written: TableChanges[] | null;
  /** What the application added in PostgreSQL; null where the server could not be asked. */
  added: Added[] | null;
  missing: Missing[];
  spelled: Spelled[];
  displaced: Displaced[];
  leftBehind: LeftBehind[];
  /** Tried to the end without changing anything; null where it was not. */
  rehearsed: Rehearsed | null;
}

/**
 * After going live: a SQLite file with everything PostgreSQL has, in the place of the source; the old file is kept, the
 * .env files become what they were. Nothing is dropped in PostgreSQL, which lets nobody write any more. Every step can
 * be done again, and a repeat looks at PostgreSQL again, whatever the state says. @throws AppError restore.targetInUse,
 * restore.sourceInUse {run, by}, restore.envUnusable, restore.envPending {run, files}, restore.bothWritten,
 * restore.writtenSince {run, tables}, restore.noServer {run, reason, since}, restore.conflict, restore.differences
 */
export async function restoreRun(
  input: WayBackInput,
  ctx: EngineContext,
  workspace: Workspace,
  state: RunState,
  live: CutoverState,
): Promise<RestoreResult> {
  const folder = workspace.runFolder(state.id);
  // The file behind a symbolic link is the one to replace, and the one that has the log.
  const path = await realpath(state.source.path).catch(() => state.source.path);
  const { snapshotOnly = false, scratch = false } = input;
  const since = await snapshotTakenAt(state, folder.snapshot);
  if (since === null) throw new AppError('run.incomplete', { run: state.id, path: folder.snapshot });
  const role = live.outcome?.role ?? null;
  const server: Server = { ...input, ctx, workspace, state, since, role };
  const swapped = await isSwapped(live, path);
  // What lies there after the swap is the new file: nothing was kept where there was none before.
  const kept = !swapped && existsSync(path) ? keptName(path, state.id) : null;
  const sourceChanged = swapped ? (live.restore?.sourceChanged ?? false) : await changed(live, path);
  const trip: Trip = { server, folder, path, kept, live, sourceChanged, scratch };
  const result = (): RestoreResult => ({
    ...{ done: live.restore?.finishedAt != null, source: path, sourceChanged },
    kept: live.restore?.kept ?? kept,
    envs: live.envs.map((e) => e.path),
    rows: live.restore?.rows ?? 0,
    rounded: live.restore?.rounded ?? 0,
    foreignKeys: live.restore?.foreignKeys ?? 0,
    snapshotOnly: live.restore?.snapshotOnly ?? snapshotOnly,
    since,
    until: live.restore?.swappedAt ?? new Date().toISOString(),
    ...{ written: null, rehearsed: null },
    ...nothingBeside,
    ...accountOf(live.restore),
  });
  if (live.restore?.finishedAt) {
    if (input.confirm) {
      await requireUnwritten(trip);
      await end(trip);
    }
    return result();
  }
  if (input.rehearse) {
    const { rehearsed, ...account } = await tryBack(trip);
    return { ...result(), ...account, rehearsed };
  }
  if (!input.confirm) {
    const found = snapshotOnly || swapped ? null : await lookBefore(server, live, input.count ?? false);
    return { ...result(), ...(found ?? { added: swapped ? result().added : null }) };
  }
  await requireReady(trip, swapped);
  if (snapshotOnly) {
    if (!swapped) await backWithSnapshot(trip);
    await restoreEnvs(trip);
  } else {
    await onServer(server, (place) => backWithAll(trip, place)).catch((error: unknown) => {
      throw live.restore?.swappedAt ? unchecked(error, path) : error;
    });
  }
  const { restore } = live;
  if (restore === null) throw new Error('nothing was rebuilt');
  restore.finishedAt = new Date().toISOString();
  await writeCutover(folder.dir, live);
  ctx.log.info({ run: state.id, rows: restore.rows, kept: restore.kept }, 'went back to SQLite');
  await end(trip);
  return result();
}

/** After the swap a lost server is no reason to be content with the snapshot: everything is in its place. */
function unchecked(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'restore.noServer') return error;
  return new AppError('restore.unchecked', { ...error.params, path }, { cause: error });
}

async function changed({ source }: CutoverState, path: string): Promise<boolean> {
  if (source === null) return false;
  return (await digestOf(path))?.sha256 !== source.sha256;
}

/** What stands on the server before the way back is taken; null where it does not answer and nothing has to be counted. */
async function lookBefore(server: Server, live: CutoverState, count: boolean): Promise<Written | null> {
  const look = (place: Reached): Promise<Written> =>
    lowerLeft(place, live).then(() => (count ? countOn : lookOn)(place));
  if (count) return onServer(server, look);
  return onServer(server, look).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'restore.noServer') return null;
    throw error;
  });
}

function accountOf(restore: CutoverState['restore']): Partial<WayBackAccount> {
  if (restore === null) return {};
  const { added, missing, spelled, displaced, leftBehind } = restore;
  return { added, missing, spelled, displaced, leftBehind };
}

/** What is left when the file is in its place; a repeat makes good what a kill left out. */
async function end({ server, folder, live }: Trip): Promise<void> {
  const { state, workspace } = server;
  if (state.status !== 'undone') {
    state.status = 'undone';
    await workspace.writeState(state);
  }
  if (!live.service) return;
  if (!(await handServiceOn(workspace, state.id))) await startNoMore(server);
  live.service = false;
  await writeCutover(folder.dir, live);
}

/** Nobody needs the managed server after the next restart of the machine: what going live had arranged is taken back. */
async function startNoMore({ workspace, ctx }: Server): Promise<void> {
  await managedServer({ workspace: workspace.dir, log: ctx.log })
    .uninstall()
    .catch((error: unknown) => {
      // The data are back all the same. The status of the server goes on telling that it starts.
      if (!(error instanceof AppError)) throw error;
      ctx.log.warn({ error }, 'the system goes on starting the managed server');
    });
}
