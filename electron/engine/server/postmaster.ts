import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processExists, processIdentity, processName } from '../system/process.ts';

/** A server process as its data folder names it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/**
 * Reads postmaster.pid, which the server writes and which stays behind when it is killed.
 * Lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export function parsePostmasterFile(text: string): Postmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0) };
}

/** The running server of that data folder, or null. */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFileOrNull(data);
  const found = text === null ? null : parsePostmasterFile(text);
  return found && (await isServerOf(found.pid, data)) ? found : null;
}

/**
 * Removes a postmaster.pid that would keep PostgreSQL from starting though no server runs: after a restart of the
 * machine another program can have the old process id, and after a power cut the file can be empty. The file of a
 * server that was killed stays: PostgreSQL itself sees to it, and needs it to find backends that still run.
 * Call it only while no server of that folder runs.
 */
export async function removeMisleadingFile(data: string): Promise<void> {
  const text = await readFileOrNull(data);
  if (text === null) return;
  const found = parsePostmasterFile(text);
  if (found === null || processExists(found.pid)) await rm(join(data, 'postmaster.pid'), { force: true });
}

async function readFileOrNull(data: string): Promise<string | null> {
  return readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** True while the process is a PostgreSQL server of that data folder, and not a later process with the same id. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if ((await processIdentity(pid)) === null) return false;
  if (!/^postgres(\.exe)?$/.test((await processName(pid)) ?? '')) return false;
  if (process.platform !== 'linux') return true;
  // The server works in its data folder. Unreadable when it runs as somebody else: then the name has to do.
  const [folder, expected] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => null),
    realpath(data),
  ]);
  return folder === null || folder === expected;
}
