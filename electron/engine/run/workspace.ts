import { createHash, randomInt } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { writeAtomic } from '../system/atomic.ts';
import { withFileLock } from '../system/lock.ts';
import { defaultFolder } from './default-folder.ts';
import { workspaceError } from './folder.ts';
import { runStateSchema } from './state-schema.ts';

/** Paths of one run. Everything about it lies in `dir`. */
export interface RunFolder {
  id: string;
  dir: string;
  state: string;
  snapshot: string;
  plan: string;
  measures: string;
  audit: string;
  exceptions: string;
  certificateHtml: string;
  certificateJson: string;
  log: string;
}

/** A run as `listRuns` finds it; one that cannot be read comes with the reason. */
export type ListedRun = { id: string; state: RunState } | { id: string; error: AppError };

export interface Workspace {
  dir: string;
  /** A new id that no run of this workspace has. */
  newRunId(): string;
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

const stateFormat = 1;
/** Milliseconds: who lists the runs looks at each lock for a moment. */
const glance = 200;
const idShape = /^\d{8}-\d{4}-[a-z0-9]{4}$/;
/** Without letters and digits that sound or look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

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

  const runFolder = (id: string): RunFolder => {
    // Ids come from users: nothing that leads out of the folder.
    if (!idShape.test(id)) throw new AppError('run.unknown', { run: id.slice(0, 60) });
    const path = join(runs, id);
    return {
      id,
      dir: path,
      state: join(path, 'run.json'),
      snapshot: join(path, 'snapshot.db'),
      plan: join(path, 'plan.json'),
      measures: join(path, 'measures.json'),
      audit: join(path, 'audit.json'),
      exceptions: join(path, 'exceptions.ndjson'),
      certificateHtml: join(path, 'certificate.html'),
      certificateJson: join(path, 'certificate.json'),
      log: join(path, 'run.log'),
    };
  };

  const readState = async (id: string): Promise<RunState> => {
    const { state } = runFolder(id);
    return parseState(id, state, await readStateFile(id, state));
  };

  return {
    dir: folder,
    newRunId: () => newRunId(new Date()),
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
      const ids = (await readdir(runs)).filter((name) => idShape.test(name));
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
      const sealed = { ...state, seal: sealOf(state) };
      await writeAtomic(paths.state, `${JSON.stringify(sealed, null, 2)}\n`).catch((error) => {
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

/** `20261123-1842-k7pm`: sorts by time (UTC), and can be read out on the telephone. */
export function newRunId(now: Date): string {
  const [day, time] = now.toISOString().replaceAll(/[-:]/g, '').split('T');
  const tail = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${day}-${time?.slice(0, 4)}-${tail}`;
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

async function readStateFile(id: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('run.unknown', { run: id }, { cause: error });
    throw new AppError('run.damaged', { run: id, path: file, reason: message }, { cause: error });
  }
}

function parseState(id: string, file: string, text: string): RunState {
  const damaged = (reason: string, cause?: unknown) =>
    new AppError('run.damaged', { run: id, path: file, reason }, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged('not JSON', error);
  }
  const format = typeof json === 'object' && json !== null && 'format' in json ? json.format : null;
  if (typeof format === 'number' && format !== stateFormat) {
    throw new AppError('run.otherVersion', { run: id, found: format, expected: stateFormat });
  }
  const parsed = runStateSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  if (parsed.data.id !== id) throw damaged(`id ${parsed.data.id}`);
  const { seal, ...rest } = json as { seal?: unknown };
  if (seal !== sealOf(rest)) throw new AppError('run.changed', { run: id, path: file });
  return parsed.data;
}

/** Tells a state that this program wrote from one that somebody edited. It keeps nobody out who means it. */
function sealOf(state: object): string {
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
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
