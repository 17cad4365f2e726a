import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { isOpenElsewhere } from '../system/in-use.ts';
import { processName } from '../system/process.ts';

/** A program that hangs tells nothing, and does not stay behind; one that is fine takes no tenth of that. In milliseconds. */
const limit = { timeout: 4_000, killSignal: 'SIGKILL' } as const;
const run = promisify(execFile);

/** Services of AutoCore that write to its database, of all versions. */
export const services = ['autocore-gateway', 'autocore-config-app', 'autocore-bluetooth', 'autocore-config'];

/** What can be seen of a source's use. Null: this system does not tell. */
export interface SourceUse {
  /** Processes that have the file or its log open, as `name (pid)`; on Windows, which names none, the file. */
  writers: string[] | null;
  services: string[] | null;
  /** True where cron restarts the services. */
  cron: boolean | null;
}

/** Looks, and changes nothing: no service is stopped, no lock is taken. */
export async function sourceUse(path: string): Promise<SourceUse> {
  const [writers, active, cron] = await Promise.all([openBy(path), activeServices(), inCron()]);
  return { writers, services: active, cron };
}

/** Why the source must not be left behind now, in words; empty where nothing speaks against it. */
export function inUseBy({ writers, services: active }: SourceUse): string[] {
  return [...(writers ?? []), ...(active ?? [])];
}

/** True where somebody is seen to use the source, so that the end of it is seen, too. */
export function isSeenInUse(use: SourceUse): boolean {
  return inUseBy(use).length > 0;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html */
async function openBy(path: string): Promise<string[] | null> {
  if (process.platform === 'win32') return whoOnWindows(path);
  if (process.platform !== 'linux') return null;
  const real = await realpath(path).catch(() => path);
  const files = new Set([real, `${real}-wal`, `${real}-journal`]);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found: string[] = [];
  for (const pid of pids) {
    // Processes of others, and ones that end at this moment, do not tell.
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (!links.some((link) => files.has(link))) continue;
    const name = await processName(Number(pid));
    found.push(`${name.is === 'known' ? name.text : '?'} (${pid})`);
  }
  return found;
}

async function whoOnWindows(path: string): Promise<string[] | null> {
  const open = await isOpenElsewhere(path);
  if (open === null) return null;
  return open ? [path] : [];
}

async function activeServices(): Promise<string[] | null> {
  if (process.platform !== 'linux') return null;
  // Exit code 3 where one is not active; the answers are on stdout all the same.
  const answer = await run('systemctl', ['is-active', ...services], limit).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  const states = answer.trim().split('\n');
  if (states.length !== services.length) return null;
  return services.filter((_, i) => ['active', 'activating', 'reloading'].includes(states[i] ?? ''));
}

async function inCron(): Promise<boolean | null> {
  if (process.platform === 'win32') return null;
  const own = await run('crontab', ['-l'], limit).then(
    ({ stdout }) => stdout,
    // No crontab, or no cron, unless it was ended here.
    ({ killed }: { killed?: boolean }) => (killed ? null : ''),
  );
  if (own === null) return null;
  const system = await readdir('/etc/cron.d').catch(() => []);
  const files = ['/etc/crontab', ...system.map((name) => `/etc/cron.d/${name}`)];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return [own, ...texts].some((text) => /^[^#\n]*auto_recovery/m.test(text));
}
