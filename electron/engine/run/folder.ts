import { stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { ifThere, rm } from '../system/files.ts';
import type { RunFolder } from './paths.ts';

/** Removes the folder of a run that was refused before anything was written anywhere else. */
export async function forget(folder: RunFolder): Promise<void> {
  await rm(folder.dir, { recursive: true, force: true });
}

export async function exists(path: string): Promise<boolean> {
  return (await ifThere(stat(path))) !== null;
}

/** A disk that filled up, as SQLite and the system tell it. */
const full = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** `workspace.full` {path} for whatever says that the disk of the workspace is full; other errors as they are. */
export function workspaceError(error: unknown, path: string): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : '';
    if (typeof code === 'string' && full.has(code)) {
      return error instanceof AppError && error.code === 'workspace.noSpace'
        ? error
        : new AppError('workspace.full', { path }, { cause: error });
    }
  }
  return error;
}
