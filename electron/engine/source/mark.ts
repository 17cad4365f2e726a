import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, openSync, readSync, statSync } from 'node:fs';

/** Milliseconds that the coarsest file systems (FAT) count in: what changed since is not told apart by its times. */
const coarsest = 2000;
/** The database header: https://www.sqlite.org/fileformat2.html#the_database_header */
const headerBytes = 100;

/**
 * What tells a source from the same file after any write, as one text: while it is equal, nobody has written. Null
 * where that cannot be told.
 *
 * Of the file: which one it is, its size and times, and its header with the change counter, which every transaction
 * outside of WAL mode raises. The time of the last change to the file itself (`ctime`) cannot be set back by programs
 * that set the other one. In WAL mode a transaction leaves the file alone and adds to its log, so of that every byte
 * counts: it may have the same size and be written again from its beginning.
 *
 * Only to be used while no connection of this process has the file open, as `readHeader`.
 * @param now milliseconds since 1970.
 */
export function markOf(path: string, now = Date.now()): string | null {
  const file = stamp(path);
  // A transaction is being written, or was cut off.
  if (!file || (stamp(`${path}-journal`)?.size ?? 0n) > 0n) return null;
  // Some file systems number no files and know no such time: then a copy in its place would look the same.
  if (file.ino === 0n || file.ctimeNs === 0n) return null;
  const changed = Number((file.ctimeNs > file.mtimeNs ? file.ctimeNs : file.mtimeNs) / 1_000_000n);
  if (changed > now - coarsest) return null;
  const wal = stamp(`${path}-wal`);
  return [
    `${identityOf(file)} ${digestOf(path, headerBytes)}`,
    // An empty log is what a reader leaves.
    wal && wal.size > 0n ? ` ${digestOf(`${path}-wal`, Number.POSITIVE_INFINITY)}` : noLog,
  ].join('');
}

/**
 * True where somebody has written since a mark, or put another file in its place, as far as the system tells without the
 * file being opened: for a look while this process may be reading it.
 * @param takenAt milliseconds since 1970; the mark was made since
 */
export function seemsWritten(path: string, mark: string, takenAt: number): boolean {
  const file = stamp(path);
  if (!file || !mark.startsWith(`${identityOf(file)} `)) return true;
  if ((stamp(`${path}-journal`)?.size ?? 0n) > 0n) return true;
  const wal = stamp(`${path}-wal`);
  const hadLog = !mark.endsWith(noLog);
  if (!wal || wal.size === 0n) return hadLog;
  return !hadLog || Number(wal.mtimeNs / 1_000_000n) > takenAt;
}

const noLog = ' no log';

/** Which file it is, its size and its times. */
function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

function stamp(path: string) {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

/** SHA-256 of the first bytes of a file. */
function digestOf(path: string, bytes: number): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 16);
  const file = openSync(path, 'r');
  try {
    let left = bytes;
    for (;;) {
      const read = readSync(file, buffer, 0, Math.min(left, buffer.length), null);
      if (read === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, read));
      left -= read;
    }
  } finally {
    closeSync(file);
  }
}
