import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode, isBusy, sourceError } from './failure.ts';
import { fileBytes, type Header, readHeader } from './header.ts';
import { standInFor } from './stand-in.ts';

/** A source that can be read. Nothing is ever written into it. */
export interface SourceFile {
  /** Absolute path of the file as the user named it. */
  path: string;
  /** Read-only connection; where SQLite could not read the file in place, to a private copy of it. */
  db: Database.Database;
  /** Size of the file in bytes, without its log. */
  bytes: number;
  /** Bytes in the write-ahead log (`-wal`) when it was opened: pages that are not in the file yet. */
  walBytes: number;
  /** True when the database is in WAL mode. */
  hasWal: boolean;
  close(): void;
}

export interface OpenOptions {
  /** How long SQLite waits for another program's lock. */
  busyTimeoutMs?: number;
}

/**
 * Opens a SQLite file read-only, with what its write-ahead log holds. Throws AppError: source.missing, source.folder,
 * source.empty, source.notSqlite, source.encrypted, source.corrupt, source.refused, source.unreadable,
 * source.busy, source.walUnreadable; each with the param `path`; and workspace.noSpace, workspace.unwritable where only a
 * private copy can be read. A refusal leaves nothing behind.
 *
 * SQLite opens it first, and nobody else where it can: others of this process may have it open (see `readHeader`).
 */
export function openSource(given: string, { busyTimeoutMs = 5000 }: OpenOptions = {}): SourceFile {
  const path = resolve(given);
  const bytes = fileBytes(path);
  const walBytes = sizeOf(`${path}-wal`) ?? 0;
  const bare = sizeOf(`${path}-wal`) === null && sizeOf(`${path}-shm`) === null;
  const { db, hasWal, release } = connect(path, busyTimeoutMs, bare);
  return {
    path,
    db,
    bytes,
    walBytes,
    hasWal,
    close: () => {
      db.close();
      release();
    },
  };
}

interface Connection {
  db: Database.Database;
  hasWal: boolean;
  /** Removes what opening left on the disk. */
  release(): void;
}

function connect(path: string, timeout: number, bare: boolean): Connection {
  // better-sqlite3 cuts blanks off the ends of a path and would open another file.
  if (path !== path.trim()) return connectToStandIn(path, readHeader(path), timeout);
  try {
    const db = openReadOnly(path, timeout);
    const hasWal = db.pragma('journal_mode', { simple: true }) === 'wal';
    return { db, hasWal, release: () => tidy(path, bare) };
  } catch (error) {
    tidy(path, bare);
    // Whoever has it open in this process has locks to lose.
    if (isBusy(error)) throw sourceError(error, path);
    const header = readHeader(path);
    // In WAL mode, and after a crash, even reading means writing beside the file.
    if (/^SQLITE_(CANTOPEN|READONLY)/.test(errorCode(error))) return connectToStandIn(path, header, timeout);
    throw sourceError(explained(error, header), path);
  }
}

function connectToStandIn(path: string, header: Header, timeout: number): Connection {
  const standIn = standInFor(path);
  try {
    const db = openReadOnly(standIn.path, timeout);
    // An open file outlives its name, so nothing stays on the disk even if this process is killed. Not on Windows.
    if (process.platform !== 'win32') standIn.remove();
    return { db, hasWal: header.wal, release: standIn.remove };
  } catch (error) {
    standIn.remove();
    throw sourceError(explained(error, header), path);
  }
}

function openReadOnly(path: string, timeout: number): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout });
  try {
    // SQLite opens lazily; this reads the first page and the whole schema.
    db.prepare('select count(*) from sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite's message for a file that has been cut off does not say so. */
function explained(error: unknown, header: Header): unknown {
  if (errorCode(error) !== 'SQLITE_CORRUPT' || header.bytes >= header.pages * header.pageSize) return error;
  const message = `the file should have ${header.pages * header.pageSize} bytes and has ${header.bytes}`;
  return new Database.SqliteError(message, 'SQLITE_CORRUPT');
}

/**
 * A reader of a WAL database makes an empty `-wal` and a `-shm` and cannot remove them again
 * (https://www.sqlite.org/wal.html#the_wal_file). Where they were not there before, SQLite removes them itself, under
 * its locks, when the last connection that may write closes: it has nothing to write, because the log is empty.
 */
function tidy(path: string, bare: boolean): void {
  if (!bare || sizeOf(`${path}-wal`) !== 0) return;
  try {
    const db = new Database(path, { fileMustExist: true, timeout: 0 });
    try {
      db.prepare('select 1 from sqlite_schema').get();
    } finally {
      db.close();
    }
  } catch (error) {
    // Another program is at work or the file is damaged: then the two files stay, as harmless as any reader's.
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
