import * as fs from 'node:fs';
import * as files from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How often and how long something is tried again. Milliseconds. */
export interface Patience {
  platform: NodeJS.Platform;
  wait: number;
}

/**
 * Windows refuses to rename or remove what somebody has open: a virus scanner or the indexer that looks at each new
 * file, or a reader of our own that has just ended. They let go by themselves, mostly within a second.
 */
const patience: Patience = { platform: process.platform, wait: 20_000 };
const held = ['EPERM', 'EBUSY', 'EACCES', 'ENOTEMPTY'];
const shortest = 10;
const longest = 500;

export const rename = (from: string, to: string): Promise<void> =>
  whileHeld(() => files.rename(from, to), patience);

export const rm = (path: string, options: fs.RmOptions = {}): Promise<void> =>
  whileHeld(() => files.rm(path, options), patience);

/** What is asked of a file; null where it is not there. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** The text of a file; null where it is not there. */
export const readIfThere = (path: string): Promise<string | null> => ifThere(files.readFile(path, 'utf8'));

/** Copies a file or a folder with what is in it. */
export const cp = (from: string, to: string, options: fs.CopyOptions = {}): Promise<void> =>
  whileHeld(() => files.cp(from, to, options), patience);

/** Removes an empty folder. */
export const rmdir = (path: string): Promise<void> =>
  // One that is not empty does not become so by waiting.
  whileHeld(() => files.rmdir(path), { ...patience, except: ['ENOTEMPTY'] });

/**
 * Removes a file that nobody has open, or such a folder with what is in it; another one stays, and is not waited for.
 * @returns whether it is gone.
 */
export async function rmIfFree(path: string, options: fs.RmOptions = {}): Promise<boolean> {
  try {
    await files.rm(path, { force: true, ...options });
    return true;
  } catch (error) {
    if (!isHeld(error)) throw error;
    return false;
  }
}

/** @param wait milliseconds, of a thread that sleeps */
export const renameSync = (from: string, to: string, wait = patience.wait): void =>
  whileHeldSync(() => fs.renameSync(from, to), { ...patience, wait });

export const rmSync = (path: string, options: fs.RmOptions = {}): void =>
  whileHeldSync(() => fs.rmSync(path, options), patience);

/** Does it, on Windows again and again while somebody has the file, ever more rarely; then the refusal is thrown. */
export async function whileHeld<T>(
  action: () => Promise<T>,
  { except, ...given }: Patience & { except?: readonly string[] } = patience,
): Promise<T> {
  const pauses = pausesOf(given);
  for (;;) {
    try {
      return await action();
    } catch (error) {
      await delay(nextPause(error, pauses, except));
    }
  }
}

/** The same where nothing may happen in between; this thread sleeps. */
export function whileHeldSync<T>(action: () => T, given: Patience): T {
  const pauses = pausesOf(given);
  for (;;) {
    try {
      return action();
    } catch (error) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, nextPause(error, pauses));
    }
  }
}

/** True for what Windows says of a file that somebody else has open. Elsewhere such codes are about rights. */
export function isHeld(error: unknown, platform = process.platform): boolean {
  return platform === 'win32' && held.includes((error as NodeJS.ErrnoException).code ?? '');
}

function* pausesOf({ platform, wait }: Patience): Generator<number> {
  if (platform !== 'win32') return;
  const end = Date.now() + wait;
  for (let pause = shortest; Date.now() < end; pause = Math.min(pause * 2, longest)) yield pause;
}

function nextPause(error: unknown, pauses: Generator<number>, except: readonly string[] = []): number {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const pause = held.includes(code) && !except.includes(code) ? pauses.next() : { done: true as const };
  if (pause.done) throw error;
  return pause.value;
}
