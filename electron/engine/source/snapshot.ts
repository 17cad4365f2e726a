import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { syncFile, syncFolder } from '../system/atomic.ts';
import { rename, rm } from '../system/files.ts';
import { copyPages } from './backup.ts';
import { errorCode, sourceError } from './failure.ts';
import { checkIntegrity } from './integrity.ts';
import type { SourceFile } from './open.ts';
import { copyError, requireSpace } from './space.ts';

export interface SnapshotRequest {
  source: SourceFile;
  /** Where the snapshot goes; its folder exists. */
  to: string;
  signal: AbortSignal;
  /** Bytes copied and bytes in all; both can grow while others write. */
  onProgress(done: number, total: number): void;
}

/**
 * Makes a consistent copy of the source, as one plain file, while other programs go on writing to it
 * (https://www.sqlite.org/backup.html). The file appears under its name only when it is complete, checked and on the
 * disk. Throws AppError: workspace.noSpace, workspace.unwritable, source.corrupt, source.busy, source.unreadable,
 * interrupted.
 */
export async function takeSnapshot(request: SnapshotRequest): Promise<{ bytes: number; sha256: string }> {
  const { source, to, signal } = request;
  const part = partOfSnapshot(to);
  const needed = databaseBytes(source.db, source.path);
  try {
    requireSpace(dirname(to), needed, statfsSync(dirname(to)));
  } catch (error) {
    throw snapshotError(error, request, needed);
  }
  try {
    await removeParts(to);
    signal.throwIfAborted();
    await copyPages(source, part, signal, request.onProgress);
    // What comes next is one call of SQLite, which hears nothing.
    signal.throwIfAborted();
    makePlain(part, source.path);
    signal.throwIfAborted();
    const sha256 = await digestFile(part, signal);
    await syncFile(part);
    const { size } = await stat(part);
    await rename(part, to);
    await syncFolder(dirname(to));
    return { bytes: size, sha256 };
  } catch (error) {
    await removeParts(to);
    throw snapshotError(error, request, needed);
  }
}

/**
 * A snapshot for scans, read-only. A small cache holds the inner pages of the largest tables; more does not help a
 * scan, and mapping the file into memory saves 2 % of a load (measured) at the price of counting as memory in use.
 */
export function openSnapshot(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -4096');
  // Nobody writes to it: its lock is taken once, where it would be taken and given back for each row that is looked up,
  // which takes twice as long as to read it. https://www.sqlite.org/pragma.html#pragma_locking_mode
  db.pragma('locking_mode = exclusive');
  return db;
}

function databaseBytes(db: Database.Database, path: string): number {
  try {
    const pages = db.pragma('page_count', { simple: true }) as number;
    return pages * (db.pragma('page_size', { simple: true }) as number);
  } catch (error) {
    throw sourceError(error, path);
  }
}

/** Leaves WAL mode, which the copy has from its source, so that it is one file; then reads every page. */
function makePlain(part: string, sourcePath: string): void {
  const db = new Database(part, { fileMustExist: true });
  try {
    db.pragma('journal_mode = delete');
    checkIntegrity(db, sourcePath);
  } finally {
    db.close();
  }
}

/** SHA-256 of a file. @param onProgress told how many bytes are read */
export async function digestFile(
  path: string,
  signal: AbortSignal,
  onProgress: (done: number) => void = () => {},
): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  const file = await open(path, 'r');
  try {
    // Two buffers all along, one of which is read while the other is hashed: a stream would take a new one for each
    // piece, and leave them to the garbage collector.
    let [buffer, other] = [Buffer.allocUnsafe(1 << 20), Buffer.allocUnsafe(1 << 20)];
    let next = file.read(buffer);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await next;
      if (bytesRead === 0) return hash.digest('hex');
      next = file.read(other);
      // Told when it is waited for.
      next.catch(() => {});
      hash.update(buffer.subarray(0, bytesRead));
      [buffer, other] = [other, buffer];
      done += bytesRead;
      onProgress(done);
    }
  } finally {
    await file.close();
  }
}

/** The file in which a snapshot is made before it gets its name. */
export function partOfSnapshot(to: string): string {
  return `${to}.part`;
}

/** The same with what SQLite puts beside it. */
export function partsOfSnapshot(to: string): string[] {
  return ['', '-journal', '-wal', '-shm'].map((side) => `${partOfSnapshot(to)}${side}`);
}

async function removeParts(to: string): Promise<void> {
  for (const part of partsOfSnapshot(to)) await rm(part, { force: true });
}

function snapshotError(error: unknown, { source, to, signal }: SnapshotRequest, needed: number): unknown {
  if (error instanceof AppError) return error;
  if (signal.aborted) return new AppError('interrupted', {}, { cause: error });
  const code = errorCode(error);
  const folder = dirname(to);
  const own = copyError(error, folder, needed);
  if (own !== error) return own;
  // The source has been read all along: what cannot be opened or written is the copy.
  if (/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code) || /^E[A-Z]+$/.test(code)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new AppError('workspace.unwritable', { path: folder, reason }, { cause: error });
  }
  return sourceError(error, source.path);
}
