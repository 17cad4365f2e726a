import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import type { System } from '../system/programs.ts';
import { withClient } from '../target/connect.ts';
import { managedConfig, readCredentials } from './credentials.ts';
import type { ServerPaths } from './paths.ts';
import { isBusy } from './ports.ts';
import { lookForPostmaster, type ServerLook } from './postmaster.ts';

/** Milliseconds: one that recovers from a power cut takes its time on an SD card. */
const readyWait = 600_000;
const readyPoll = 100;
/** Milliseconds: who keeps silent at a port, and may be anybody, is not waited for that long. */
const unknownWait = 30_000;

/** `full`: somebody is there, and says neither yes nor no to our password. */
type Answer = { is: 'ours' } | { is: 'silent' | 'full' | 'refused'; error: unknown };
const answers: Readonly<Record<string, 'silent' | 'full'>> = {
  'target.unreachable': 'silent',
  'target.timeout': 'full',
  'target.tooManyConnections': 'full',
};

/**
 * The server of a workspace. Where the system does not tell what has the process id, the port is asked: whoever knows
 * our password there is the server. What does not answer stays unknown.
 */
export async function findServer(paths: ServerPaths, system: System): Promise<ServerLook> {
  const look = await lookForPostmaster(paths.data, system);
  if (look.is !== 'unknown') return look;
  return (await askPort(paths, look.server.port)).is === 'ours' ? { ...look, is: 'running' } : look;
}

/**
 * Port of the running server once it takes connections, or null when none runs. One that recovers from a crash, or
 * whose starter was killed, is not open yet.
 * @param patience milliseconds for a port where somebody keeps silent while the system does not tell who.
 * @throws AppError server.unknown {pid, path} after those
 */
export async function openPort(
  paths: ServerPaths,
  system: System,
  patience = unknownWait,
): Promise<number | null> {
  const began = Date.now();
  for (;;) {
    const look = await lookForPostmaster(paths.data, system);
    if (look.is === 'none') return null;
    const { port } = look.server;
    const answer = await askPort(paths, port);
    if (answer.is === 'ours') return port;
    const waited = Date.now() - began;
    if (look.is === 'unknown') {
      // Perhaps there is none. PostgreSQL will know: it starts only where no other one works in the folder.
      if (answer.is === 'refused' || !(await isBusy(port))) return null;
      if (waited > patience) throw new AppError('server.unknown', { pid: look.server.pid, path: paths.data });
    } else if (answer.is !== 'silent' || waited > readyWait) {
      throw answer.error;
    }
    await delay(readyPoll);
  }
}

/** Who is there has to show that it knows the password as well, which SCRAM does, and is not told it. */
async function askPort(paths: ServerPaths, port: number): Promise<Answer> {
  const config = managedConfig(port, await readCredentials(paths.credentials), 'superuser');
  try {
    await withClient({ ...config, requireAuth: 'scram-sha-256' }, async () => {});
    return { is: 'ours' };
  } catch (error) {
    const is = error instanceof AppError ? answers[error.code] : undefined;
    return { is: is ?? 'refused', error };
  }
}
