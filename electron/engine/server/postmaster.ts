import { readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, rm } from '../system/files.ts';
import { processExists, processIdentity, processName, startOf } from '../system/process.ts';
import { type System, thisSystem } from '../system/programs.ts';

/** A server process as its data folder names it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** When it began, in seconds since 1970. */
  started: number;
}

/**
 * What can be said of a data folder: no server runs there; this one does; or one may, for the process exists and the
 * system does not tell what it is.
 */
export type ServerLook = { is: 'none' } | { is: 'running' | 'unknown'; server: Postmaster };

/** Seconds between the start of a process and its own word of it, on a machine that is busy. */
const startSlack = 60;

/**
 * Reads postmaster.pid, which the server writes and which stays behind when it is killed.
 * Lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export function parsePostmasterFile(text: string): Postmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), started: Number(lines[2] ?? 0) };
}

/** Looks for the server of a data folder, as far as the system tells. */
export async function lookForPostmaster(data: string, system = thisSystem): Promise<ServerLook> {
  const text = await readFileOrNull(data);
  const server = text === null ? null : parsePostmasterFile(text);
  if (server === null) return { is: 'none' };
  const is = await isServerOf(server, data, system);
  return is === 'none' ? { is } : { is, server };
}

/** True while postmaster.pid names that process. The server removes the file when it ends by itself. */
export async function isNamed(pid: number, data: string): Promise<boolean> {
  const text = await readFileOrNull(data);
  return text !== null && parsePostmasterFile(text)?.pid === pid;
}

/**
 * Removes a postmaster.pid that would keep PostgreSQL from starting though no server runs: after a restart of the
 * machine another program can have the old process id, and after a power cut the file can be empty. The file of a
 * server that was killed stays: PostgreSQL itself sees to it, and needs it to find backends that still run. So does one
 * whose process may be the server: without it the server shuts down.
 */
export async function removeMisleadingFile(data: string, system = thisSystem): Promise<void> {
  const text = await readFileOrNull(data);
  if (text === null) return;
  const found = parsePostmasterFile(text);
  // A zombie too: PostgreSQL takes it for alive.
  const another = found && processExists(found.pid) && (await isServerOf(found, data, system)) === 'none';
  if (found === null || another) await rm(join(data, 'postmaster.pid'), { force: true });
}

async function readFileOrNull(data: string): Promise<string | null> {
  return readIfThere(join(data, 'postmaster.pid'));
}

/** Whether the process is a PostgreSQL server of that data folder, and not a later process with the same id. */
async function isServerOf(found: Postmaster, data: string, system: System): Promise<ServerLook['is']> {
  const identity = await processIdentity(found.pid, system);
  if (identity.is === 'gone') return 'none';
  const name = await processName(found.pid, system);
  if (name.is === 'gone') return 'none';
  if (name.is === 'known' && !/^postgres(\.exe)?$/i.test(name.text)) return 'none';
  // On Linux too, where /proc is closed to others (hidepid): then its folder would tell nothing either.
  if (name.is === 'unknown') return 'unknown';
  if (system.platform === 'linux') return inFolder(found.pid, data);
  if (identity.is === 'unknown') return 'unknown';
  // A PostgreSQL of somebody else can have the old id.
  const began = startOf(identity.text, system.platform);
  if (began === null) return 'unknown';
  return Math.abs(began / 1000 - found.started) <= startSlack ? 'running' : 'none';
}

/** The server works in its data folder. */
async function inFolder(pid: number, data: string): Promise<'running' | 'none'> {
  // Unreadable when it runs as somebody else: then the name has to do.
  const [folder, expected] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => null),
    realpath(data),
  ]);
  return folder === null || folder === expected ? 'running' : 'none';
}
