import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { runOperation } from '../../electron/engine/client.ts';
import { logPath } from '../../electron/engine/log-path.ts';
import type { OperationName } from '../../electron/engine/operations.ts';
import { giveBack, takeThread, warmUp } from '../../electron/engine/thread.ts';
import { tempFolder } from '../helpers/folder.ts';

/** How many threads this process has ever had: their ids are counted up. */
async function threadsUntilNow(): Promise<number> {
  const probe = new Worker('', { eval: true });
  const { threadId } = probe;
  await once(probe, 'exit');
  return threadId;
}

it('has one thread ready, however often it is asked for, and gives it to one', async () => {
  // An earlier test may have left one ready.
  await takeThread().terminate();
  const before = await threadsUntilNow();
  warmUp();
  warmUp();
  // The one that is ready, and the one that is asked.
  expect(await threadsUntilNow()).toBe(before + 2);
  const first = takeThread();
  const second = takeThread();
  expect(first.threadId).toBe(before + 1);
  expect(second).not.toBe(first);
  await Promise.all([first.terminate(), second.terminate()]);
});

it('works in a thread that was ready, and in another one where that had ended by then', async () => {
  const workspace = tempFolder();
  warmUp();
  expect(await runOperation('runs', { workspace }, { workspace })).toEqual([]);
  warmUp();
  const ended = takeThread();
  await giveBack(ended);
  await Promise.all([once(ended, 'exit'), ended.terminate()]);
  expect(await runOperation('runs', { workspace }, { workspace })).toEqual([]);
});

it('keeps the thread that is ready when another one ends', async () => {
  warmUp();
  const ended = takeThread();
  warmUp();
  const ready = takeThread();
  await giveBack(ready);
  await Promise.all([once(ended, 'exit'), ended.terminate()]);
  expect(takeThread()).toBe(ready);
  await ready.terminate();
});

it('does one job after another in the same thread, each with its own log and its own progress', async () => {
  const [first, second] = [tempFolder(), tempFolder()];
  const lines: string[] = [];
  await runOperation('runs', { workspace: first }, { workspace: first, onLog: (line) => lines.push(line) });
  const thread = takeThread();
  const { threadId } = thread;
  await giveBack(thread);
  await runOperation('runs', { workspace: second }, { workspace: second });
  const same = takeThread();
  expect(same.threadId).toBe(threadId);
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['operation started', 'operation done']);
  expect(readFileSync(logPath(second), 'utf8').trim().split('\n')).toHaveLength(2);
  await same.terminate();
});

it('keeps no thread whose job failed', async () => {
  const workspace = tempFolder();
  warmUp();
  const ready = takeThread();
  const { threadId } = ready;
  await giveBack(ready);
  const unknown = 'nothing' as OperationName;
  await expect(runOperation(unknown, { workspace, action: 'status' }, { workspace })).rejects.toThrow();
  warmUp();
  const next = takeThread();
  expect(next.threadId).not.toBe(threadId);
  await next.terminate();
});
