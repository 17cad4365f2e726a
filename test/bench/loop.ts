/** How long the thread that people talk to is held up while the engine works: in the wizard's host, and in a command. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { createHost } from '../../electron/hosts/shared/host.ts';
import type { CallInput, CallName, CallValue, JobSnapshot } from '../../shared/contract.ts';
import { serverTarget } from '../helpers/server-target.ts';
import { mustRun } from './process.ts';
import type { Bar } from './report.ts';
import { type BenchServer, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

const mostMs = 50;

export async function heldUp(server: BenchServer, work: string, sample: string): Promise<Bar[]> {
  const bar = (name: string, value: number): Bar => ({
    ...{ name: `ms that ${name} is held up (p99)`, value, limit: mostMs, met: value <= mostMs },
  });
  return [
    bar('a host', await withDatabase(server, (url) => ofHost(url, join(work, 'host'), sample))),
    bar('a command', await withDatabase(server, (url) => ofCommand(url, join(work, 'command'), sample))),
  ];
}

async function ofHost(url: string, folder: string, sample: string): Promise<number> {
  const host = await createHost({
    ...{ kind: 'desktop', workspace: folder, env: { HOME: folder }, language: 'en' },
    surroundings: {
      ...{ pick: async () => null, pickSeveral: async () => [], browse: null, drop: true, keychain: null },
      ...{ reveal: null, printPdf: async () => {}, deliver: async () => null },
    },
  });
  try {
    const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallValue<N>> => {
      const result = await host.call(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return result.value as CallValue<N>;
    };
    const { promise: ended, resolve } = Promise.withResolvers<JobSnapshot>();
    host.on((name, value) => {
      const job = value as JobSnapshot | null;
      if (name === 'job' && job && !['running', 'pausing', 'cancelling'].includes(job.status)) resolve(job);
    });
    const { token: source } = host.give(sample);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await call('job.migrate', {
      ...{ source, profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } },
      ...{ target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
    });
    const job = await ended;
    delay.disable();
    if (job.status !== 'done') throw new Error(`the host's migration is ${job.status}`);
    return delay.percentile(99) / 1e6;
  } finally {
    await host.close();
  }
}

/** Runs in the process that is measured, and tells what it saw when that ends. */
const watch = (file: string) => `
  import { writeFileSync } from 'node:fs';
  import { monitorEventLoopDelay } from 'node:perf_hooks';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(delay.percentile(99) / 1e6)));
  }`;

async function ofCommand(url: string, folder: string, sample: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const [script, told] = [join(folder, 'watch.mjs'), join(folder, 'delay')];
  await writeFile(script, watch(told));
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: join(folder, 'workspace') };
  const args = ['migrate', '--source', sample, '--target', url, '--progress', 'json', '--json'];
  await mustRun(process.execPath, ['--import', pathToFileURL(script).href, launcher, ...args], env);
  return Number(await readFile(told, 'utf8'));
}
