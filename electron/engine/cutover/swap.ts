import { existsSync } from 'node:fs';
import { copyFile, link, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { digestFile } from '../source/snapshot.ts';
import { syncFile, syncFolder } from '../system/atomic.ts';
import { ifThere, isHeld, rename, rm } from '../system/files.ts';
import { isOpenElsewhere } from '../system/in-use.ts';
import { isSameFile } from '../system/same-file.ts';
import type { CutoverState } from './state.ts';

/** Name under which the database that goes is kept beside the new one. */
export function keptName(path: string, run: string): string {
  return `${path}.before-rollback-${run}`;
}

/**
 * Puts a new database in the place of `path` in one step: whoever opens it finds the old file or the new one. The old
 * one stays beside it under `kept`, with its write-ahead log, which must never meet the new file. Can be repeated after
 * a crash at any point. @throws AppError output.unwritable {path, reason}, restore.sourceInUse {run, by}
 */
export async function swapIn(path: string, from: string, kept: string | null, run: string): Promise<void> {
  const incoming = `${path}.incoming`;
  const moved: Move[] = [];
  try {
    await copyFile(from, incoming);
    await likeTheOld(path, incoming);
    if (kept !== null) await keep(path, kept, moved);
    await rename(incoming, path);
    // From here on they are the old file's, and must not come back.
    moved.length = 0;
    await syncFolder(dirname(path));
  } catch (cause) {
    const reason = await moveBack(moved, cause as Error);
    // The next attempt writes over it; why this one failed is what has to be told.
    await rm(incoming, { force: true }).catch(() => {});
    throw await notSwapped(reason, path, run);
  }
}

/**
 * Why a file could not be put in place: on Windows mostly because somebody has the old one open. That looks like a lack
 * of rights there, so the file itself is asked.
 */
export async function notSwapped(
  cause: Error,
  path: string,
  run: string,
  platform = process.platform,
  isOpen: typeof isOpenElsewhere = isOpenElsewhere,
): Promise<AppError> {
  const sure = (cause as NodeJS.ErrnoException).code === 'EBUSY';
  // Where that cannot be found out either, the first refusal is the one to tell.
  const inUse = isHeld(cause, platform) && (sure || (await isOpen(path).catch(() => null)) === true);
  return inUse
    ? new AppError('restore.sourceInUse', { run, by: path }, { cause })
    : new AppError('output.unwritable', { path, reason: cause.message }, { cause });
}

interface Move {
  from: string;
  to: string;
}

/** @param moved gets what was taken from beside `path`. */
async function keep(path: string, kept: string, moved: Move[]): Promise<void> {
  if (existsSync(path)) await keepFile(path, kept);
  for (const side of ['-wal', '-journal']) {
    if (!existsSync(path + side)) continue;
    await rename(path + side, kept + side);
    moved.push({ from: path + side, to: kept + side });
  }
  await rm(`${path}-shm`, { force: true });
}

/**
 * The old file stays in use where the new one did not come: without its log it would lack what was committed last.
 * @returns the cause, with what else went wrong.
 */
async function moveBack(moved: readonly Move[], cause: Error): Promise<Error> {
  try {
    for (const { from, to } of moved) {
      // Somebody wrote meanwhile, who did not know of this one.
      if (existsSync(from)) throw new Error(`${from} is there again; the one before it is ${to}`);
      await rename(to, from);
    }
    return cause;
  } catch (error) {
    return new AggregateError([cause, error], `${cause.message}; ${(error as Error).message}`);
  }
}

/** A second name for the same file, which an earlier attempt may have given it already. */
async function keepFile(path: string, kept: string): Promise<void> {
  if (existsSync(kept)) {
    if (await isSameFile(path, kept)) return;
    // Something else that was kept: nothing of that is lost either.
    await rename(kept, freeName(kept));
  }
  try {
    await link(path, kept);
  } catch {
    // Not every file system has links. A copy that is cut off must not look like one.
    const part = `${kept}.part`;
    await copyFile(path, part);
    await syncFile(part);
    await rename(part, kept);
  }
}

function freeName(path: string): string {
  let n = 1;
  while (existsSync(`${path}.${n}`)) n++;
  return `${path}.${n}`;
}

async function likeTheOld(path: string, incoming: string): Promise<void> {
  const file = await open(incoming, 'r+');
  try {
    const old = existsSync(path) ? await stat(path) : null;
    if (old) {
      // Root gives it to whom it belonged; others can only own it themselves.
      if (process.getuid?.() === 0) await file.chown(old.uid, old.gid);
      await file.chmod(old.mode & 0o7777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The way back has put its file in place. A crash between the swap and the note of it leaves the new file in its place. */
export async function isSwapped({ restore }: CutoverState, path: string): Promise<boolean> {
  if (restore === null) return false;
  if (restore.swappedAt !== null) return true;
  return (restore.kept === null || existsSync(restore.kept)) && (await sha256Of(path)) === restore.sha256;
}

/** SHA-256 of a file alone; null where it is not there. */
export async function sha256Of(path: string): Promise<string | null> {
  return ifThere(digestFile(path, new AbortController().signal));
}
