import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Output, type System, thisSystem, windowsProgram } from './programs.ts';

/**
 * What the system says of a process. `unknown`: there is a process with that id, and nothing more can be learned, for
 * lack of a right or of the program that would tell. That is no sign that it ended.
 */
export type Told = { is: 'gone' } | { is: 'unknown' } | { is: 'known'; text: string };

/**
 * What tells a process from a later one with the same id: text to compare. Process ids are used again, after a restart
 * of the machine even soon.
 */
export async function processIdentity(pid: number, system = thisSystem): Promise<Told> {
  if (system.platform !== 'linux') return told(pid, await asked(pid, 'started', system));
  const [stat, boot] = await Promise.all([
    readOrNull(`/proc/${pid}/stat`),
    readOrNull('/proc/sys/kernel/random/boot_id'),
  ]);
  if (stat === null) return told(pid, null);
  const text = linuxIdentity(stat, boot ?? '');
  return text === null ? { is: 'gone' } : { is: 'known', text };
}

/** Identity from /proc/<pid>/stat: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function linuxIdentity(stat: string, bootId: string): string | null {
  // The program's name is in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; nobody has taken note of it (containers without an init).
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  // Field 22 of the manual: ticks since the machine started.
  return `${bootId.trim()}/${fields[19]}`;
}

/** Name of the program that a process runs, without its folder. */
export async function processName(pid: number, system = thisSystem): Promise<Told> {
  if (system.platform === 'linux') return told(pid, (await readOrNull(`/proc/${pid}/comm`))?.trim() ?? null);
  const answer = await asked(pid, 'name', system);
  return told(pid, answer?.split(/[\\/]/).at(-1) ?? null);
}

/** When a process began, in milliseconds since 1970, from its identity; null where that says nothing of a time. */
export function startOf(identity: string, platform: NodeJS.Platform): number | null {
  if (platform === 'linux') return null;
  // Ticks of 100 ns since 1601: https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime
  const time =
    platform === 'win32' ? Number(identity) / 1e4 - 11_644_473_600_000 : Date.parse(`${identity} UTC`);
  return Number.isFinite(time) ? time : null;
}

let own: Promise<Told> | undefined;

/** Identity of this process. */
export function ownIdentity(): Promise<Told> {
  own ??= processIdentity(process.pid);
  return own;
}

/** True while the system knows that process id, also for a zombie and for somebody else's process. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * True for a folder whose process is gone, by the id that its name begins with; false for any other name. In a container
 * a process has the id of the one before it: then the folder's age tells.
 */
export async function isLeftBehind(folder: string): Promise<boolean> {
  const pid = Number(/^\d+(?=-)/.exec(basename(folder))?.[0] ?? Number.NaN);
  if (Number.isNaN(pid)) return false;
  if (pid !== process.pid) return !processExists(pid);
  return (await stat(folder)).birthtimeMs < Date.now() - process.uptime() * 1000;
}

/** Asked after the programs, so that a process which ended meanwhile counts as gone. */
function told(pid: number, text: string | null): Told {
  if (text !== null) return { is: 'known', text };
  return processExists(pid) ? { is: 'unknown' } : { is: 'gone' };
}

async function readOrNull(file: string): Promise<string | null> {
  // The process may end between two looks.
  return readFile(file, 'utf8').catch(() => null);
}

async function asked(pid: number, what: 'started' | 'name', system: System): Promise<string | null> {
  if (!processExists(pid)) return null;
  const { ok, output } = await (system.platform === 'win32'
    ? powershell(pid, what, system)
    : ps(pid, what, system));
  // Both fail when the process is gone, as they do where they are locked away: who asks looks again.
  return ok && output !== '' ? output : null;
}

function powershell(pid: number, what: 'started' | 'name', system: System): Promise<Output> {
  const property = what === 'name' ? 'ProcessName' : 'StartTime.ToFileTimeUtc()';
  const command = `(Get-Process -Id ${pid}).${property}`;
  return system.run(windowsProgram('WindowsPowerShell\\v1.0\\powershell.exe'), [
    ...['-NoProfile', '-NonInteractive', '-Command', command],
  ]);
}

function ps(pid: number, what: 'started' | 'name', system: System): Promise<Output> {
  const column = what === 'name' ? 'comm=' : 'lstart=';
  // It tells the start in the caller's time zone, which changes on a journey, and in the caller's language.
  return system.run('ps', ['-o', column, '-p', String(pid)], { LC_ALL: 'C', TZ: 'UTC' });
}
