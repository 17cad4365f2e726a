import { existsSync } from 'node:fs';
import { copyFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TableChanges } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { digestOf } from '../cutover/digest.ts';
import { restoreEnv } from '../cutover/env-files.ts';
import type { Rebuilt } from '../cutover/rebuild.ts';
import { inUseBy, sourceUse } from '../cutover/source-use.ts';
import { type CutoverState, writeCutover } from '../cutover/state.ts';
import { keptName, sha256Of, swapIn } from '../cutover/swap.ts';
import type { RunFolder } from '../run/paths.ts';
import { verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import type { Workspace } from '../run/workspace.ts';
import { openSource } from '../source/open.ts';
import { countOn, onServer, rebuildOn, type Server } from './way-back-server.ts';

/** What the way back is asked for; see `RollbackInput`. */
export interface WayBackInput extends Pick<Server, 'target' | 'env'> {
  confirm: boolean;
  snapshotOnly?: boolean;
  count?: boolean;
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
}

/**
 * After going live: a SQLite file with everything PostgreSQL has, in the place of the source; the old file is kept, the
 * .env files become what they were. Nothing is dropped in PostgreSQL. Every step can be done again. Throws AppError
 * restore.noServer {run, reason, since}, restore.sourceInUse {run, by}, restore.conflict, restore.differences.
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
  const { snapshotOnly = false } = input;
  const since = (await stat(folder.snapshot)).mtime.toISOString();
  const kept = existsSync(path) ? keptName(path, state.id) : null;
  const result = (): RestoreResult => ({
    done: live.restore?.finishedAt != null,
    source: path,
    sourceChanged: live.restore?.sourceChanged ?? false,
    kept: live.restore?.kept ?? kept,
    envs: live.envs.map((e) => e.path),
    rows: live.restore?.rows ?? 0,
    rounded: live.restore?.rounded ?? 0,
    foreignKeys: live.restore?.foreignKeys ?? 0,
    snapshotOnly: live.restore?.snapshotOnly ?? snapshotOnly,
    since,
    until: live.restore?.swappedAt ?? new Date().toISOString(),
    written: null,
  });
  if (live.restore?.finishedAt) return result();
  const swapped = await isSwapped(live, path);
  const sourceChanged = swapped ? result().sourceChanged : await changed(live, path);
  const server = { ...input, ctx, workspace, state, since };
  if (!input.confirm) {
    const written = input.count && !snapshotOnly ? await onServer(server, countOn) : null;
    return { ...result(), sourceChanged, written };
  }

  if (!swapped) {
    const by = inUseBy(await sourceUse(path)).join(', ');
    if (by !== '') throw new AppError('restore.sourceInUse', { run: state.id, by });
    const file = join(folder.dir, 'restored.db');
    const wal = isWal(path);
    const built = snapshotOnly
      ? await snapshotAlone(server, folder, file)
      : await onServer(server, (place) => rebuildOn(place, file, wal));
    live.restore = {
      ...built,
      sha256: (await sha256Of(file)) ?? '',
      ...{ snapshotOnly, sourceChanged },
      kept: live.restore?.kept ?? kept,
      ...{ swappedAt: null, finishedAt: null },
    };
    await writeCutover(folder.dir, live);
    new StageProgress(ctx, state.id, 'swap', 'objects', 1);
    await swapIn(path, file, live.restore.kept);
    await rm(file, { force: true });
  }
  const { restore } = live;
  if (restore === null) throw new Error('nothing was rebuilt');
  restore.swappedAt ??= new Date().toISOString();
  await writeCutover(folder.dir, live);
  const progress = new StageProgress(ctx, state.id, 'env', 'objects', live.envs.length);
  for (const env of live.envs) {
    await restoreEnv(env);
    progress.add(null, 1);
  }
  restore.finishedAt = new Date().toISOString();
  await writeCutover(folder.dir, live);
  state.status = 'undone';
  await workspace.writeState(state);
  ctx.log.info({ run: state.id, rows: restore.rows, kept: restore.kept }, 'went back to SQLite');
  return { ...result(), sourceChanged };
}

/** A crash between the swap and the note of it leaves the new file in its place. */
async function isSwapped({ restore }: CutoverState, path: string): Promise<boolean> {
  if (restore === null) return false;
  if (restore.swappedAt !== null) return true;
  return (restore.kept === null || existsSync(restore.kept)) && (await sha256Of(path)) === restore.sha256;
}

async function changed({ source }: CutoverState, path: string): Promise<boolean> {
  if (source === null) return false;
  return (await digestOf(path))?.sha256 !== source.sha256;
}

function isWal(path: string): boolean {
  if (!existsSync(path)) return false;
  const source = openSource(path);
  source.close();
  return source.hasWal;
}

async function snapshotAlone(
  { state, ctx }: Pick<Server, 'state' | 'ctx'>,
  folder: RunFolder,
  file: string,
): Promise<Rebuilt> {
  await verifyFolder({ folder, state, ctx });
  await copyFile(folder.snapshot, file);
  return { rows: 0, rounded: 0, foreignKeys: 0 };
}
