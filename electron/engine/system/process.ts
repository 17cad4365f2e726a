import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells a process from a later one with the same id: text to compare, nothing else. Null when there is no such
 * process (any more). Process ids are used again, after a restart of the machine even soon.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!processExists(pid)) return null;
  if (process.platform === 'linux') {
    const [stat, boot] = await Promise.all([
      readOrNull(`/proc/${pid}/stat`),
      readOrNull('/proc/sys/kernel/random/boot_id'),
    ]);
    return stat === null ? null : linuxIdentity(stat, boot ?? '');
  }
  const output =
    process.platform === 'win32'
      ? await outputOf('powershell.exe', [
          ...['-NoProfile', '-NonInteractive', '-Command'],
          `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`,
        ])
      : await outputOf('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return output === '' ? null : output;
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

/** Name of the program that a process runs, without its folder; null when it is gone. */
export async function processName(pid: number): Promise<string | null> {
  if (!processExists(pid)) return null;
  if (process.platform === 'linux') return (await readOrNull(`/proc/${pid}/comm`))?.trim() ?? null;
  const output =
    process.platform === 'win32'
      ? await outputOf('powershell.exe', [
          ...['-NoProfile', '-NonInteractive', '-Command'],
          `(Get-Process -Id ${pid}).ProcessName`,
        ])
      : await outputOf('ps', ['-o', 'comm=', '-p', String(pid)]);
  return output === '' ? null : (output.split(/[\\/]/).at(-1) ?? null);
}

let own: Promise<string | null> | undefined;

/** Identity of this process. */
export function ownIdentity(): Promise<string | null> {
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

async function readOrNull(file: string): Promise<string | null> {
  // The process may end between two looks.
  return readFile(file, 'utf8').catch(() => null);
}

async function outputOf(file: string, args: string[]): Promise<string> {
  const options = { windowsHide: true, env: { ...process.env, LC_ALL: 'C' } };
  // Both programs fail when the process is gone.
  return run(file, args, options).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
