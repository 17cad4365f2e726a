import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { writeAtomic } from '../../engine/system/atomic.ts';
import { rm } from '../../engine/system/files.ts';
import { type FileHold, holdFile } from '../../engine/system/lock.ts';

/*
 * One wizard with a window for each workspace. Who is the one says a lock, which the operating system gives back when its
 * owner dies: no record of a process or a port is ever taken for a wizard that lives. A later start leaves its wish as a
 * file beside the lock, in a folder of its owner alone: nothing is sent anywhere, and neither a link nor a secret is in it.
 */

/** What a later start wishes of the wizard that runs: to be seen again, and to begin with a file. */
export interface Wish {
  source: string | null;
}

/** The right to be the one wizard of a workspace. */
export interface OnlyOne {
  /** Tells of every wish until `release`. @param failed told when that is over before. */
  listen(fulfil: (wish: Wish) => void, failed: (error: unknown) => void): void;
  release(): Promise<void>;
}

const wishShape = z.object({ source: z.string().nullable() });
const wishName = /^wish-[\da-f]{12}\.json$/;
/** Milliseconds between two looks. */
const pause = 200;
/** Milliseconds after which nobody waits for an answer any more. */
const patience = 30_000;

/**
 * The right to be the one, or null when another one runs and has taken the wish.
 * @param workspace a folder that is there.
 * @throws AppError host.silent {seconds} when another one runs and does not answer.
 */
export async function onlyOne(workspace: string, wish: Wish, wait = patience): Promise<OnlyOne | null> {
  const folder = join(workspace, 'wizard');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `wish-${randomBytes(6).toString('hex')}.json`);
  const deadline = performance.now() + wait;
  let left = false;
  try {
    for (;;) {
      // Also while waiting: the other one may be on its way out, and deaf already.
      const hold = await holdFile(join(folder, 'lock.db'));
      if (hold) return new Listening(folder, hold);
      if (!left) await writeAtomic(file, JSON.stringify(wish));
      left = true;
      if (!existsSync(file)) return null;
      if (performance.now() > deadline)
        throw new AppError('host.silent', { seconds: Math.round(wait / 1000) });
      await delay(pause);
    }
  } finally {
    if (left) await rm(file, { force: true });
  }
}

class Listening implements OnlyOne {
  readonly #folder: string;
  readonly #hold: FileHold;
  readonly #end = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  constructor(folder: string, hold: FileHold) {
    this.#folder = folder;
    this.#hold = hold;
  }

  listen(fulfil: (wish: Wish) => void, failed: (error: unknown) => void): void {
    this.#listening = this.#listen(fulfil).catch(failed);
  }

  async release(): Promise<void> {
    this.#end.abort();
    await this.#listening;
    this.#hold.release();
  }

  async #listen(fulfil: (wish: Wish) => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      for (const wish of await takeWishes(this.#folder)) fulfil(wish);
      await delay(pause, undefined, { signal, ref: false }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }
}

/** The wishes that lie there; each is gone when it is taken, which is the answer to whoever left it. */
async function takeWishes(folder: string): Promise<Wish[]> {
  const names = (await readdir(folder)).filter((name) => wishName.test(name));
  const taken = names.map(async (name) => {
    const file = join(folder, name);
    // Its owner may take it back at any moment.
    const [text, left] = await Promise.all([
      readFile(file, 'utf8').catch(() => null),
      stat(file).catch(() => null),
    ]);
    await rm(file, { force: true });
    // What somebody left who died since is nobody's wish any more.
    if (text === null || left === null || Date.now() - left.mtimeMs > patience) return [];
    const wish = wishShape.safeParse(parsed(text));
    return wish.success ? [wish.data] : [];
  });
  return (await Promise.all(taken)).flat();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not written by us.
    return null;
  }
}
