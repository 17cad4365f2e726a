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

type Answer = { is: 'ours' } | { is: 'silent' | 'refused'; error: unknown };

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
 */
export async function openPort(paths: ServerPaths, system: System): Promise<number | null> {
  const deadline = Date.now() + readyWait;
  for (;;) {
    const look = await lookForPostmaster(paths.data, system);
    if (look.is === 'none') return null;
    const { port } = look.server;
    const answer = await askPort(paths, port);
    if (answer.is === 'ours') return port;
    // Perhaps there is none. PostgreSQL will know: it starts only where no other one works in the folder.
    const nobody = answer.is === 'refused' || !(await isBusy(port));
    if (look.is === 'unknown' && nobody) return null;
    if (answer.is === 'refused' || Date.now() > deadline) throw answer.error;
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
    const silent = error instanceof AppError && error.code === 'target.unreachable';
    return { is: silent ? 'silent' : 'refused', error };
  }
}
