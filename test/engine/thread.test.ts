import { once } from 'node:events';
import { expect, it } from 'vitest';
import { runOperation } from '../../electron/engine/client.ts';
import { takeThread, warmUp } from '../../electron/engine/thread.ts';
import { tempFolder } from '../helpers/folder.ts';

it('has one thread ready, however often it is asked for, and gives it to one', async () => {
  warmUp();
  warmUp();
  const first = takeThread();
  const second = takeThread();
  expect(second).not.toBe(first);
  await Promise.all([first.terminate(), second.terminate()]);
});

it('works in a thread that was ready, and in one that had ended by then', async () => {
  const workspace = tempFolder();
  warmUp();
  expect(await runOperation('runs', { workspace }, { workspace })).toEqual([]);
  warmUp();
  const ended = takeThread();
  warmUp();
  const ready = takeThread();
  await Promise.all([once(ended, 'exit'), ended.terminate()]);
  warmUp();
  expect(await runOperation('runs', { workspace }, { workspace })).toEqual([]);
  await ready.terminate();
});
