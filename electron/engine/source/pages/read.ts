import { closeSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { sourceError } from '../failure.ts';
import { openSource, type SourceFile } from '../open.ts';
import { type LoggedPages, loggedPages, sameGeneration } from './wal.ts';

/** The page that SQLite's locks lie in holds nothing, and on Windows a lock keeps others from reading it. */
const lockByte = 0x40000000;
/** A longer log is read faster by SQLite's own backup, and would have to fit into memory. */
const mostLogBytes = 256 * 1024 * 1024;
/** How often a log that is begun anew meanwhile is read again. */
const attempts = 5;

/** The pages of a source at one moment, as a plain file without a log would have them. */
export interface SourcePages {
  pageSize: number;
  /** Pages in all; they are numbered from 1. */
  count: number;
  /** Pages one after the other, from this number on. */
  read(first: number, into: Buffer): void;
}

/**
 * Gives the pages of a source at one moment to `work`, while other programs go on with it. A read transaction of SQLite
 * stands meanwhile. Outside of WAL mode it keeps every writer waiting, so the file stands still. In WAL mode others
 * write on: the log cannot be begun anew over frames that the transaction may need, and of the file nothing changes but
 * pages that the log has too (https://www.sqlite.org/wal.html#concurrency). So what counts is the log up to the last
 * transaction in it, and the file for all that it does not have.
 *
 * @returns null where SQLite cannot read the file in place, or where that moment could not be had: then a backup is the
 *   way. @throws AppError as `openSource`
 */
export async function withPages<T>(
  path: string,
  work: (pages: SourcePages) => Promise<T>,
): Promise<T | null> {
  const files = new Files();
  try {
    // Before SQLite opens it and until after SQLite has closed it: closing takes SQLite's own locks away (header.ts).
    const file = files.open(path);
    if (file === null) return null;
    const source = openSource(path);
    try {
      // A private copy is read in its place.
      if (source.db.name !== source.path) return null;
      const pages = begin(source, file, files);
      return pages === null || !isStill(file, path) ? null : await work(pages);
    } finally {
      source.close();
    }
  } finally {
    files.close();
  }
}

/** Takes the lock, and finds out what there is to read. */
function begin({ db, path }: SourceFile, file: number, files: Files): SourcePages | null {
  try {
    db.exec('begin');
    // BEGIN alone takes no lock yet.
    db.prepare('select 1 from sqlite_schema').get();
    const pageSize = db.pragma('page_size', { simple: true }) as number;
    const count = db.pragma('page_count', { simple: true }) as number;
    const start = Buffer.alloc(100);
    readSync(file, start, 0, start.length, 0);
    const log = start[18] === 2 ? readLog(`${path}-wal`, files) : null;
    if (log === 'unfit') return null;
    const logged = log && loggedPages(log, pageSize);
    if (log && logged === null) return null;
    return pagesOf(file, pageSize, logged?.count ?? count, log && logged ? { ...logged, log } : null);
  } catch (error) {
    throw sourceError(error, path);
  }
}

/** The log as a whole; null where there is none. */
function readLog(path: string, files: Files): Buffer | 'unfit' | null {
  const file = files.open(path);
  if (file === null) return null;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { size } = fstatSync(file);
    if (size > mostLogBytes) return 'unfit';
    const log = Buffer.alloc(size);
    const read = readSync(file, log, 0, size, 0);
    const now = Buffer.alloc(32);
    const again = readSync(file, now, 0, now.length, 0);
    const whole = log.subarray(0, read);
    if (sameGeneration(whole, now.subarray(0, again))) return whole;
  }
  return 'unfit';
}

function pagesOf(
  file: number,
  pageSize: number,
  count: number,
  log: (LoggedPages & { log: Buffer }) | null,
): SourcePages | null {
  const inFile = Math.floor(fstatSync(file).size / pageSize);
  const lockPage = lockByte / pageSize + 1;
  for (let page = inFile + 1; page <= count; page++) if (page !== lockPage && !log?.at.has(page)) return null;
  return {
    pageSize,
    count,
    read(first, into) {
      const last = first + into.length / pageSize - 1;
      into.fill(0, Math.max(0, (inFile - first + 1) * pageSize));
      const part = (from: number, to: number): void => {
        const bytes = (Math.min(to, inFile) - from + 1) * pageSize;
        if (bytes > 0)
          readWhole(file, into.subarray((from - first) * pageSize), bytes, (from - 1) * pageSize);
      };
      if (lockPage < first || lockPage > last) part(first, last);
      else {
        part(first, lockPage - 1);
        into.fill(0, (lockPage - first) * pageSize, (lockPage - first + 1) * pageSize);
        part(lockPage + 1, last);
      }
      for (let page = first; log && page <= last; page++) {
        const at = log.at.get(page);
        if (at !== undefined) log.log.copy(into, (page - first) * pageSize, at, at + pageSize);
      }
      if (first === 1) makePlain(into, count);
    },
  };
}

/** The header of a file that is complete without a log, and has this many pages. */
function makePlain(page: Buffer, count: number): void {
  page[18] = 1;
  page[19] = 1;
  page.writeUInt32BE(count, 28);
  page.copy(page, 92, 24, 28);
}

export function readWhole(file: number, into: Buffer, bytes: number, position: number): void {
  for (let done = 0; done < bytes; ) {
    const read = readSync(file, into, done, bytes - done, position + done);
    if (read === 0) throw new Error(`the file ends ${bytes - done} bytes early`);
    done += read;
  }
}

/** Bytes of a buffer, from `at` on, to a place in a file: a single write may leave some of them out. */
export function writeWhole(file: number, from: Buffer, at: number, bytes: number, position: number): void {
  for (let done = 0; done < bytes; ) done += writeSync(file, from, at + done, bytes - done, position + done);
}

/** False where another file has taken the place of the one that is open here. */
function isStill(file: number, path: string): boolean {
  const [own, now] = [
    fstatSync(file, { bigint: true }),
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  ];
  return now !== undefined && own.dev === now.dev && own.ino === now.ino;
}

/** Open files that are closed together. */
class Files {
  readonly #open: number[] = [];

  /** Null where there is none. */
  open(path: string): number | null {
    try {
      const file = openSync(path, 'r');
      this.#open.push(file);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw sourceError(error, path);
    }
  }

  close(): void {
    for (const file of this.#open) closeSync(file);
  }
}
