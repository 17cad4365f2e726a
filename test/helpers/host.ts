import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { createHost, type Host } from '../../electron/hosts/shared/host.ts';
import type { CallInput, CallName, CallValue, JobSnapshot } from '../../shared/contract.ts';
import { tempFolder } from './folder.ts';

export interface TestHost {
  host: Host;
  folder: string;
  /** Every job that was told, in order. */
  told: (JobSnapshot | null)[];
  /** The value of a call that works. */
  value<N extends CallName>(name: N, input: CallInput<N>): Promise<CallValue<N>>;
  /** The code of a call that does not. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string>;
  /** The job as soon as it is like that. */
  when(like: (job: JobSnapshot) => boolean): Promise<JobSnapshot>;
  /** The job when the engine has stopped. */
  ended(): Promise<JobSnapshot>;
}

/** A host in a folder of its own, saving documents into that folder. */
export async function testHost(workspace = 'workspace'): Promise<TestHost> {
  const folder = tempFolder();
  const host = await createHost({
    kind: 'desktop',
    workspace: join(folder, workspace),
    env: { HOME: folder },
    language: 'en',
    surroundings: {
      pick: async () => null,
      pickSeveral: async () => [],
      browse: null,
      drop: true,
      keychain: null,
      printPdf: (html, pdf) => copyFile(html, pdf),
      reveal: null,
      deliver: async ({ name, write }) => {
        const path = join(folder, name);
        await write(path);
        return { kind: 'file', path };
      },
    },
  });
  onTestFinished(() => host.close());
  const told: TestHost['told'] = [];
  const waiting = new Set<() => void>();
  host.on((name, value) => {
    if (name !== 'job') return;
    told.push(value as JobSnapshot | null);
    for (const look of waiting) look();
  });

  const value: TestHost['value'] = async (name, input) => {
    const result = await host.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
    return result.value as never;
  };
  const refusal: TestHost['refusal'] = async (name, input) => {
    const result = await host.call(name, input);
    if (result.ok) throw new Error(`${name} was not refused`);
    return result.error.code;
  };
  const when: TestHost['when'] = async (like) => {
    const { promise, resolve } = Promise.withResolvers<JobSnapshot>();
    const look = async (): Promise<void> => {
      const job = await value('job.state', {});
      if (job && like(job)) resolve(job);
    };
    waiting.add(look);
    await look();
    return promise.finally(() => waiting.delete(look));
  };
  const ended = (): Promise<JobSnapshot> =>
    when(({ status }) => !['running', 'pausing', 'cancelling'].includes(status));
  return { host, folder, told, value, refusal, when, ended };
}

/** A sample database that the host knows. */
export async function pickedSample(
  { host, folder }: TestHost,
  rows: number,
  dirty = false,
): Promise<{ source: string; path: string }> {
  const path = join(folder, `Oficina nº 1 — ${rows}.db`);
  await writeSample({ out: path, rows, dirty });
  return { source: host.give(path).token, path };
}
