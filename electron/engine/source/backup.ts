import { AppError } from '../../../shared/errors.ts';
import type { SourceFile } from './open.ts';

/** What is copied in one go at first: long enough for speed, short enough for writers not to notice. */
const stepBytes = 8 * 1024 * 1024;
/** How long the copy may stand still because another program holds the file. */
const patienceMs = 60_000;

/**
 * Copies all pages of the source into a new file with SQLite's online backup.
 *
 * In WAL mode one read transaction stays open meanwhile: it keeps the copy at one moment, however much others write.
 * In the other modes a reader keeps writers waiting, so locks are held for a step only; a write by somebody else then
 * makes the backup begin again, and each time the step grows, until one step holds everything.
 */
export async function copyPages(
  source: SourceFile,
  to: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const { db } = source;
  const pageSize = db.pragma('page_size', { simple: true }) as number;
  let step = Math.max(1, Math.floor(stepBytes / pageSize));
  let least = Number.POSITIVE_INFINITY;
  let headway = Date.now();
  if (source.hasWal) db.exec('begin');
  try {
    // BEGIN alone takes no lock yet.
    if (source.hasWal) db.prepare('select 1 from sqlite_schema').get();
    const { totalPages } = await db.backup(to, {
      progress: ({ totalPages: total, remainingPages }) => {
        signal.throwIfAborted();
        if (remainingPages < least) {
          least = remainingPages;
          headway = Date.now();
        } else {
          step = Math.min(step * 4, 0x7fffffff);
          if (Date.now() - headway > patienceMs) throw new AppError('source.busy', { path: source.path });
        }
        onProgress((total - remainingPages) * pageSize, total * pageSize);
        return step;
      },
    });
    // A file that is locked at the very first step has no pages for better-sqlite3, and is done with.
    if (totalPages === 0) throw new AppError('source.busy', { path: source.path });
    onProgress(totalPages * pageSize, totalPages * pageSize);
  } finally {
    if (source.hasWal) db.exec('rollback');
  }
}
