import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks at sizes and times: for file systems of a network, which tell nobody of a write. */
const look = 2000;

/**
 * Sizes and times of a source and its log, as one text: while it is equal, nothing speaks for a write. That nobody has
 * written it does not prove, as `markOf` does; it reads no byte.
 */
export function touchOf(path: string): string {
  return ['', '-wal']
    .map((side) => {
      const found = statSync(`${path}${side}`, { bigint: true, throwIfNoEntry: false });
      // An empty log is what a reader leaves.
      return found && found.size > 0n ? `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}` : 'none';
    })
    .join('\n');
}

/**
 * Waits until a source is not what it was when `touch` was taken of it, or until the signal aborts. The system tells of
 * writes in its folder; without that a look every two seconds does.
 * @param unwatched told why the system does not tell
 */
export async function untilWritten(
  given: string,
  touch: string,
  signal: AbortSignal,
  unwatched: (error: unknown) => void,
): Promise<void> {
  const path = resolve(given);
  const names = new Set(['', '-wal', '-journal'].map((side) => `${basename(path)}${side}`));
  let told = Promise.withResolvers<void>();
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || names.has(name)) told.resolve();
    }).on('error', unwatched);
  } catch (error) {
    // Too many watches, or a file system that has none.
    unwatched(error);
  }
  try {
    while (touchOf(path) === touch && !signal.aborted) {
      await Promise.race([pause(look, signal), told.promise]);
      told = Promise.withResolvers();
    }
  } finally {
    watcher?.close();
  }
}

/** Waits, and no longer than until the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
