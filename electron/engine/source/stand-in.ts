import { chmodSync, constants, copyFileSync, mkdtempSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { rmSync } from '../system/files.ts';
import { processExists } from '../system/process.ts';
import { errorCode, sourceError } from './failure.ts';
import { copyError, requireSpace } from './space.ts';

/** A private copy of a source that SQLite cannot read where it lies without writing there. */
export interface StandIn {
  path: string;
  remove(): void;
}

/** Its folders are named for the process that made them: one that was killed could remove nothing. */
const prefix = 'autocore-migrate-source-';
const sides = ['', '-wal', '-journal'] as const;
const attempts = 5;
const anHour = 3_600_000;

/**
 * Copies a database with its write-ahead log or its rollback journal into a new folder of its own, and lets SQLite
 * recover there. Needed where SQLite would have to write beside the file: a log in a folder that cannot be written
 * (https://www.sqlite.org/wal.html#read_only_databases), or a journal left by a crash. A plain copy is only sound
 * while nobody writes, so it counts only when no file changed meanwhile.
 */
export function standInFor(path: string): StandIn {
  removeLeft(tmpdir());
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'source.db');
  const size = (side: string) => Number(stamp(path + side)?.size ?? 0n);
  // What is in the log is written into the file beside it.
  const needed = sides.reduce((sum, side) => sum + size(side), size('-wal'));
  try {
    requireSpace(folder, needed, statfsSync(folder));
    copyAtRest(path, copy);
    recover(copy);
    return { path: copy, remove };
  } catch (error) {
    const told = copyError(error, folder, needed);
    remove();
    throw sourceError(told, path);
  }
}

/** None where nobody may look: then there is nothing to remove either. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Copies of sources that processes left which are no more. */
function removeLeft(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || processExists(pid)) continue;
    const left = join(folder, name);
    // Where containers share the folder, a process may be at work that cannot be seen from here.
    try {
      if (Date.now() - statSync(left).mtimeMs > anHour) rmSync(left, { recursive: true, force: true });
    } catch {
      // Another user's, or gone meanwhile: nothing that concerns this source.
    }
  }
}

function copyAtRest(path: string, copy: string): void {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = state(path);
    for (const side of sides) {
      rmSync(copy + side, { force: true });
      if (stamp(path + side)) copySide(path, copy, side);
    }
    if (state(path) === before) return;
  }
  throw new AppError('source.busy', { path });
}

function copySide(path: string, copy: string, side: string): void {
  try {
    copyFileSync(path + side, copy + side, constants.COPYFILE_FICLONE);
    // The rights come along, and a file that must not be written cannot recover.
    chmodSync(copy + side, 0o600);
  } catch (error) {
    // A log that was there a moment ago has been folded into the file: the comparison with `before` sees it.
    if (errorCode(error) === 'ENOENT') return;
    if (side !== '-wal' || /^(ENOSPC|EDQUOT)$/.test(errorCode(error))) throw error;
    throw new AppError('source.walUnreadable', { path, reason: String(error) }, { cause: error });
  }
}

/** Sizes, times and inodes of all files: equal only when nobody wrote in between. */
function state(path: string): string {
  return sides
    .map((side) => {
      const stats = stamp(path + side);
      return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}` : 'none';
    })
    .join('\n');
}

function stamp(path: string) {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Opening for writing makes SQLite roll a journal back; leaving WAL mode takes the log in and makes it one file. */
function recover(copy: string): void {
  const db = new Database(copy, { fileMustExist: true });
  try {
    db.prepare('select count(*) from sqlite_schema').get();
    db.pragma('journal_mode = delete');
  } finally {
    db.close();
  }
}
