import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How a program ran: wall time, and the memory of all its processes together. */
export interface Ran {
  seconds: number;
  /** Highest sum of the resident memory of the process and everything it started, in MiB; null where there is no /proc. */
  peakMiB: number | null;
  code: number | null;
  stdout: string;
  stderr: string;
}

const sampleEveryMs = 25;

/** Runs a program to its end and watches its memory. Rejects when it cannot be started. */
export async function run(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
  onSpawn: (child: ChildProcess) => void = () => {},
): Promise<Ran> {
  const began = performance.now();
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onSpawn(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  let running = true;
  const memory = watch(child.pid ?? 0, () => running);
  try {
    const code = await ended;
    const seconds = (performance.now() - began) / 1000;
    running = false;
    return { seconds, peakMiB: await memory, code, stdout, stderr };
  } finally {
    running = false;
  }
}

/** Runs a program that must succeed. */
export async function mustRun(
  file: string,
  args: string[],
  env?: NodeJS.ProcessEnv,
  onSpawn?: (child: ChildProcess) => void,
): Promise<Ran> {
  const ran = await run(file, args, env, onSpawn);
  if (ran.code !== 0) throw new Error(`${file} ended with ${ran.code}: ${ran.stderr || ran.stdout}`);
  return ran;
}

async function watch(pid: number, running: () => boolean): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  let sampled = 0;
  /** Highest resident memory of each process, as the kernel keeps it. */
  const highest = new Map<number, number>();
  while (running()) {
    let sum = 0;
    for (const each of family(pid)) {
      const memory = memoryOf(each);
      sum += memory.now;
      highest.set(each, Math.max(highest.get(each) ?? 0, memory.highest));
    }
    sampled = Math.max(sampled, sum);
    await delay(sampleEveryMs);
  }
  // The kernel misses no peak between two samples; of several processes it does not know which peaks met.
  const [only] = highest.values();
  return Math.round((highest.size === 1 && only ? only : sampled) / 1024);
}

/** Seconds of the processor that a process has had, with those of its children that have ended. */
export function cpuOf(pid: number): number {
  // Behind the name in brackets, which may hold anything: utime, stime, cutime and cstime, in ticks.
  const [, rest = ''] = /\) (.*)/s.exec(read(`/proc/${pid}/stat`)) ?? [];
  const ticks = rest.split(' ').slice(11, 15).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** A process and all that come from it. */
function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

/** KiB. https://www.kernel.org/doc/html/latest/filesystems/proc.html */
function memoryOf(pid: number): { now: number; highest: number } {
  const status = read(`/proc/${pid}/status`);
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { now: of('VmRSS'), highest: of('VmHWM') };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A process that has just ended.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
