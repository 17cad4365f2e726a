import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { sourceError } from './failure.ts';

/** What the first bytes of a SQLite file say: https://www.sqlite.org/fileformat2.html#the_database_header */
export interface Header {
  /** Size of the file in bytes. */
  bytes: number;
  pageSize: number;
  /** Pages that the file should have. */
  pages: number;
  /** Journal mode: bytes 18 and 19 are 2 in WAL mode. */
  wal: boolean;
}

const magic = 'SQLite format 3\0';
/** Enough to tell random bytes from text and from other formats. */
const sampleBytes = 4096;

/**
 * Looks at a file that SQLite does not read, and refuses what is no database with the reason why. Only to be used while no
 * connection of this process has the file open: closing any descriptor of it drops SQLite's locks
 * (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 */
export function readHeader(path: string): Header {
  const bytes = fileBytes(path);
  const start = readStart(path);
  if (start.subarray(0, 16).toString('latin1') !== magic) {
    throw new AppError(looksEncrypted(bytes, start) ? 'source.encrypted' : 'source.notSqlite', { path });
  }
  if (start.length < 100)
    throw new AppError('source.corrupt', { path, reason: `the file ends after ${bytes} bytes` });
  return {
    bytes,
    pageSize: pageSizeIn(start),
    pages: start.readUInt32BE(28),
    wal: start[18] === 2 && start[19] === 2,
  };
}

/** Bytes of a page, by the first hundred of a database. https://www.sqlite.org/fileformat2.html#page_size */
export function pageSizeIn(header: Buffer): number {
  const size = header.readUInt16BE(16);
  // 65536 does not fit the two bytes and is written as 1.
  return size === 1 ? 65536 : size;
}

/** Size of a file with something in it, which is not opened for that. Refuses what cannot be a database. */
export function fileBytes(path: string): number {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new AppError('source.folder', { path });
    if (!stats.isFile()) throw new AppError('source.unreadable', { path, reason: 'not a regular file' });
    if (stats.size === 0) throw new AppError('source.empty', { path });
    return stats.size;
  } catch (error) {
    throw sourceError(error, path);
  }
}

function readStart(path: string): Buffer {
  try {
    const buffer = Buffer.alloc(sampleBytes);
    const file = openSync(path, 'r');
    try {
      return buffer.subarray(0, readSync(file, buffer, 0, sampleBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw sourceError(error, path);
  }
}

/** First bytes of formats that are dense without being encrypted. */
const known = [
  '504b', // zip
  '1f8b', // gzip
  '425a68', // bzip2
  'fd377a585a00', // xz
  '28b52ffd', // zstandard
  '377abcaf271c', // 7z
  '526172211a07', // rar
  '89504e47', // png
  'ffd8ff', // jpeg
  '25504446', // pdf
];

/**
 * SQLCipher and its like leave whole pages of random bytes, the salt first
 * (https://www.zetetic.net/sqlcipher/design/), so nothing but the density tells them from other files.
 */
function looksEncrypted(bytes: number, start: Buffer): boolean {
  if (bytes % 512 !== 0 || known.some((format) => start.toString('hex').startsWith(format))) return false;
  return entropy(start) > 7.2;
}

/** Shannon entropy in bits per byte: 8 for random bytes, 4 to 5 for text. */
function entropy(bytes: Buffer): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] as number) + 1;
  return counts
    .filter((count) => count > 0)
    .map((count) => count / bytes.length)
    .reduce((sum, p) => sum - p * Math.log2(p), 0);
}
