import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type EnvValues, envDifference, setEnv, unsetEnv } from './env.ts';
import type { CutoverState } from './state.ts';

/** Settings that are written into an .env file. */
export const envNames = ['DATABASE_TYPE', 'DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD'] as const;

export interface EnvChange {
  path: string;
  /** Lines that go and come, for people. The password is not among them. */
  difference: string[];
  before: string;
  after: string;
}

/**
 * What would be written. Every file is tried before any is touched.
 * @throws AppError cutover.envUnusable {path, reason}
 */
export async function planEnvs(paths: readonly string[], values: EnvValues): Promise<EnvChange[]> {
  const changes: EnvChange[] = [];
  for (const given of paths) {
    const path = await usable(given);
    const before = await readFile(path, 'latin1');
    const after = setEnv(before, values);
    changes.push({
      path,
      before,
      after,
      difference: envDifference(before, after, (n) => n === 'DB_PASSWORD'),
    });
  }
  return changes;
}

/** What is noted of a file before it is written: from then on the application may find the new settings. */
export function notedEnv(change: EnvChange, run: string): CutoverState['envs'][number] {
  return { path: change.path, backup: `${change.path}.before-${run}`, written: digest(change.after) };
}

/** Writes one file with a backup beside it; the first backup of a run is the one that counts. */
export async function writeEnv(change: EnvChange, run: string): Promise<CutoverState['envs'][number]> {
  const noted = notedEnv(change, run);
  const { backup } = noted;
  try {
    // As a whole, like the file itself: half a backup would be taken for the file as it was.
    if (!existsSync(backup)) await replace(backup, change.before, change.path);
    if (change.after !== change.before) await replace(change.path, change.after);
  } catch (error) {
    throw unusable(change.path, error);
  }
  return noted;
}

/** Makes the file what it was; where somebody edited it since, only our settings. */
export async function restoreEnv({ path, backup, written }: CutoverState['envs'][number]): Promise<void> {
  try {
    const now = await readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    const untouched = now === null || digest(now) === written;
    const before = await readFile(backup, 'latin1').catch((error: NodeJS.ErrnoException) => {
      // Noted, and never written.
      if (error.code === 'ENOENT' && !untouched) return now;
      throw error;
    });
    if (now === before) return;
    await replace(path, untouched ? before : unsetEnv(now, before, envNames), backup);
  } catch (error) {
    throw unusable(path, error);
  }
}

async function usable(given: string): Promise<string> {
  try {
    // The file behind a symbolic link is the one to replace.
    const path = await realpath(given);
    const { mode } = await stat(path);
    // Root may write to everything; a file that nobody may write to was meant to stay as it is.
    if ((mode & 0o222) === 0) throw new Error('read-only');
    await access(path, constants.R_OK | constants.W_OK);
    await access(dirname(path), constants.W_OK);
    return path;
  } catch (error) {
    throw unusable(given, error);
  }
}

/** Replaces a file as a whole, with the mode and owner that `like` has. */
async function replace(path: string, text: string, like = path): Promise<void> {
  const { mode, uid, gid } = await stat(like);
  // Always the same name: there is a password in it, and what a crash leaves behind goes with the next attempt.
  const part = `${path}.autocore-migrate.part`;
  try {
    await rm(part, { force: true });
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(text, 'latin1');
      await file.chown(uid, gid).catch(onlyOwn(uid, gid));
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A file that is ours stays ours without being allowed to give it away. */
function onlyOwn(uid: number, gid: number): (error: unknown) => void {
  return (error) => {
    if (process.getuid?.() !== uid || process.getgid?.() !== gid) throw error;
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

function unusable(path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('cutover.envUnusable', { path, reason }, { cause });
}
