import type { StatsFs } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';

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
