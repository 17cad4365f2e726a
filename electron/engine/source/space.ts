import { type StatsFs, statfsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { errorCode } from './failure.ts';

const MiB = 1024 * 1024;
/** Left free beside what is asked for: journals of other programs, the log of the run. */
const reserve = 8 * MiB;

/** Throws `workspace.noSpace` where `bytes` more would not fit into the file system that holds `folder`. */
export function requireSpace(folder: string, bytes: number, fs: StatsFs): void {
  const free = fs.bavail * fs.bsize;
  if (bytes + reserve > free) throw noSpace(folder, bytes + reserve, free);
}

/** The same refusal for a disk that filled up on the way. */
export function noSpace(folder: string, bytes: number, free: number, cause?: unknown): AppError {
  const params = { path: folder, neededMiB: Math.ceil(bytes / MiB), freeMiB: Math.floor(free / MiB) };
  return new AppError('workspace.noSpace', params, { cause });
}

/**
 * What stands in the way of writing a copy of our own into `folder`, where that is the disk, as an error for people; other
 * errors as they are. The source is never written, so what SQLite could not write is the copy: a quota that is used up
 * comes as such, and not as a full disk.
 */
export function copyError(error: unknown, folder: string, needed: number): unknown {
  const code = errorCode(error);
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(code)) {
    const fs = statfsSync(folder);
    return noSpace(folder, needed, fs.bavail * fs.bsize, error);
  }
  if (!/^SQLITE_IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE)$/.test(code)) return error;
  const { message: reason } = error as Error;
  return new AppError('workspace.unwritable', { path: folder, reason }, { cause: error });
}
