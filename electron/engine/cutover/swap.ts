import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, link, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';
import { syncFile, syncFolder } from '../system/atomic.ts';
import { isHeld, rename, rm } from '../system/files.ts';
import { isSameFile } from '../system/same-file.ts';

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
  try {
    await copyFile(from, incoming);
    await likeTheOld(path, incoming);
    if (kept !== null) await keep(path, kept);
    await rename(incoming, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(incoming, { force: true });
    throw notSwapped(cause as Error, path, run);
  }
}

/** Why a file could not be put in place: on Windows mostly because somebody has the old one open. */
export function notSwapped(cause: Error, path: string, run: string, platform = process.platform): AppError {
  return isHeld(cause, platform)
    ? new AppError('restore.sourceInUse', { run, by: path }, { cause })
    : new AppError('output.unwritable', { path, reason: cause.message }, { cause });
}

async function keep(path: string, kept: string): Promise<void> {
  if (existsSync(path)) await keepFile(path, kept);
  for (const side of ['-wal', '-journal']) {
    if (existsSync(path + side)) await rename(path + side, kept + side);
  }
  await rm(`${path}-shm`, { force: true });
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

/** SHA-256 of a file alone; null where it is not there. */
export async function sha256Of(path: string): Promise<string | null> {
  if (!existsSync(path)) return null;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
