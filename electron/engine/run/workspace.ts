import { accessSync, constants, mkdirSync } from 'node:fs';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { rm } from '../system/files.ts';
import { withFileLock } from '../system/lock.ts';
import { defaultFolder } from './default-folder.ts';
import { workspaceError } from './folder.ts';
import type { RunFolder } from './paths.ts';
import { isRunId, newRunId, pathsOf } from './paths.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

/** A run as `listRuns` finds it; one that cannot be read comes with the reason. */
export type ListedRun = { id: string; state: RunState } | { id: string; error: AppError };

export interface Workspace {
  dir: string;
  /** Paths of a run. @throws AppError `run.unknown` {run} for a text that is no run id. */
  runFolder(id: string): RunFolder;
  /** Makes the folder of a new run. @throws AppError `workspace.unwritable` {path, reason}. */
  createRun(id?: string): Promise<RunFolder>;
  /** All runs, the newest first. One that nobody works on any more is not running, whatever its state says. */
  listRuns(): Promise<ListedRun[]>;
  /** @throws AppError `run.unknown` {run}, `run.damaged` {run, path, reason}, `run.changed` {run, path}, `run.otherVersion` {run, found, expected}. */
  readState(id: string): Promise<RunState>;
  /** Replaces the state as a whole, so that a crash leaves the old one or the new one. */
  writeState(state: RunState): Promise<void>;
  /** Runs `fn` while no other process works on that run. @throws AppError `run.busy` {run, pid}, `run.unknown` {run}. */
  withRunLock<T>(id: string, fn: () => Promise<T>): Promise<T>;
}

/** Milliseconds: who lists the runs looks at each lock for a moment. */
const glance = 200;
/**
 * Opens the workspace and makes its folders where they are missing, closed to other users.
 * @param dir the folder somebody named; without one AUTOCORE_MIGRATE_HOME, else the user's data folder.
 * @throws AppError `workspace.unwritable` {path, reason}.
 */
export function openWorkspace(dir: string | undefined, env: NodeJS.ProcessEnv): Workspace {
  const folder = dir ? resolve(dir) : defaultFolder(env);
  const runs = join(folder, 'runs');
  try {
    // The server of root runs as another user, who must be able to pass through, and may not look around.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    mkdirSync(runs, { recursive: true, mode: 0o700 });
    accessSync(runs, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }

  const runFolder = (id: string): RunFolder => pathsOf(runs, id);

  const readState = async (id: string): Promise<RunState> => {
    const { state } = runFolder(id);
    return readStateFile(id, state);
  };

  return {
    dir: folder,
    runFolder,
    readState,
    createRun: async (id = newRunId(new Date())) => {
      const paths = runFolder(id);
      await mkdir(paths.dir, { mode: 0o700 }).catch((error) => {
        throw unwritable(paths.dir, error);
      });
      return paths;
    },
    listRuns: async () => {
      const ids = (await readdir(runs)).filter(isRunId);
      const listed = await Promise.all(
        ids.map((id) =>
          readState(id)
            .then((state) => withoutDead(runFolder(id), state))
            .then(
              (state) => ({ id, state }),
              (error) => ({ id, error: known(error) }),
            ),
        ),
      );
      return listed.sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1));
    },
    writeState: async (state) => {
      const paths = runFolder(state.id);
      await writeStateFile(paths.state, state).catch((error) => {
        throw unwritable(paths.state, error);
      });
    },
    withRunLock: (id, fn) =>
      withRunLock(runFolder(id), fn).catch((error: unknown) => {
        // What has been worded names its place, such as a file of the application, and the run.
        const worded = error instanceof AppError && error.code !== 'workspace.unwritable';
        throw worded ? error : workspaceError(error, folder);
      }),
  };
}

/** A process that was killed could not say that it stopped. */
async function withoutDead(paths: RunFolder, state: RunState): Promise<RunState> {
  if (state.status !== 'running') return state;
  const dead = (await withFileLock(lockFile(paths), 0, async () => {})) !== null;
  return dead ? { ...state, status: 'interrupted' } : state;
}

function lockFile(paths: RunFolder): string {
  // Not *.lock: AutoCore's own clean-up deletes such files.
  return join(paths.dir, 'lock.db');
}

async function withRunLock<T>(paths: RunFolder, fn: () => Promise<T>): Promise<T> {
  await access(paths.dir).catch((error) => {
    throw new AppError('run.unknown', { run: paths.id }, { cause: error });
  });
  const pidFile = join(paths.dir, 'owner.pid');
  const result = await withFileLock(lockFile(paths), glance, async () => {
    await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 });
    try {
      return await fn();
    } finally {
      await rm(pidFile, { force: true });
    }
  });
  if (result !== null) return result.value;
  // The owner may end at this moment.
  const pid = await readFile(pidFile, 'utf8').catch(() => '');
  throw new AppError('run.busy', { run: paths.id, pid: pid.trim() || '?' });
}

/** Minute of the id, then the exact time where it is known. */
function sortKey(run: ListedRun): string {
  return `${run.id.slice(0, 13)} ${'state' in run ? run.state.createdAt : ''}`;
}

function known(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}

function unwritable(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('workspace.unwritable', { path, reason }, { cause });
}
