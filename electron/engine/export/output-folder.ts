import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { syncFile, syncFolder } from '../system/atomic.ts';
import { ifThere, rm, rmdir, rmIfFree } from '../system/files.ts';
import { type FileHold, holdFile } from '../system/lock.ts';
import { type ExportedFile, OutputFile } from './output-file.ts';
import { each } from './words.ts';

/** Stands in the folder until everything is there; what it says is for people. */
const mark = 'INCOMPLETO-UNFINISHED.txt';
/** Locked as long as somebody writes here. */
const lock = 'INCOMPLETO-UNFINISHED.lock';
/** Stands there where the folder itself was made for an export: it goes with what was written. */
const own = 'INCOMPLETO-UNFINISHED.new';
/** What may lie in the folder from an earlier attempt of ours. */
const ours = ['data', 'schema.sql', 'objects.sql', 'check.sql', 'run.sql'];
const documents = ['manifest.json', 'LEIA-ME.txt'];
/** What psql is run with goes first, and the mark after all. */
const leftovers = [...ours.toReversed(), ...documents];

/**
 * The folder of an export. Without its mark it is whole: the mark is there before the first file and goes after the
 * last one, and a failure takes away what was written. Errors of the file system come as output.unwritable.
 */
export class OutputFolder {
  readonly path: string;
  readonly #made: boolean;
  readonly #hold: FileHold;
  readonly #open = new Set<OutputFile>();
  readonly files: ExportedFile[] = [];

  private constructor(path: string, made: boolean, hold: FileHold) {
    this.path = path;
    this.#made = made;
    this.#hold = hold;
  }

  /** @throws AppError output.notEmpty {path, found}, output.busy {path}, output.unwritable {path, reason} */
  static async claim(path: string): Promise<OutputFolder> {
    let [hold, isNew, folder]: [FileHold | null, boolean, OutputFolder | null] = [null, false, null];
    try {
      isNew = (await mkdir(path, { recursive: true, mode: 0o700 })) !== undefined;
      await requireFree(path);
      hold = await holdFile(join(path, lock));
      if (hold === null) throw new AppError('output.busy', { path });
      // Another export may have come to its end meanwhile.
      await requireFree(path);
      // One that an attempt before this one made goes as well.
      folder = new OutputFolder(path, isNew || (await exists(join(path, own))), hold);
      await writeFile(join(path, mark), `${each('unfinished').join('\n')}\n`, { mode: 0o600 });
      if (isNew) await writeFile(join(path, own), '', { mode: 0o600 });
      await folder.#clear();
      await mkdir(join(path, 'data'), { mode: 0o700 });
      return folder;
    } catch (error) {
      if (folder !== null) await folder.abandon();
      else {
        if (hold !== null) await letGo(path, hold);
        // Nothing but a lock that was not to be had, or another export by now, which keeps it.
        if (isNew) await removeEmpty(path).catch(() => {});
      }
      throw unwritable(path, error);
    }
  }

  /** Begins a file. @param path below the folder, with slashes */
  async begin(path: string): Promise<OutputFile> {
    const file = await this.#try(() => OutputFile.create(this.path, path));
    this.#open.add(file);
    return file;
  }

  async write(file: OutputFile, data: string | Buffer): Promise<void> {
    await this.#try(() => file.write(data));
  }

  async end(file: OutputFile): Promise<void> {
    this.files.push(await this.#try(() => file.end()));
    this.#open.delete(file);
  }

  /** A whole file at once. */
  async text(path: string, content: string): Promise<void> {
    const file = await this.begin(path);
    await this.write(file, content);
    await this.end(file);
  }

  /** From here on the folder counts. It is on the disk then: memory sticks are pulled out at once. */
  async finish(): Promise<void> {
    await this.#try(async () => {
      // One after the other, when all are written: the first takes most of the others along.
      for (const { path } of this.files) await syncFile(join(this.path, ...path.split('/')));
      for (const name of ['data', '.']) await syncFolder(join(this.path, name));
      for (const name of [own, mark]) await rm(join(this.path, name), { force: true });
      await this.#letGo();
      await syncFolder(this.path);
    });
  }

  /** Takes away what was written, and the folder where it was made for it. What cannot be removed stays marked. */
  async abandon(): Promise<void> {
    try {
      for (const file of this.#open) await file.close().catch(() => {});
      await this.#clear();
      for (const name of [own, mark]) await rm(join(this.path, name), { force: true });
      await this.#letGo();
      if (this.#made) await rmdir(this.path);
    } catch {
      // The disk that failed is the reason why this is called.
      this.#hold.release();
    }
  }

  #letGo(): Promise<void> {
    return letGo(this.path, this.#hold);
  }

  #clear(): Promise<void> {
    return clear(this.path);
  }

  async #try<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw unwritable(this.path, error);
    });
  }
}

/**
 * Takes away what an export left that was ended inside of SQLite: its own way out is `abandon`. On Windows its thread
 * has files open as long as it lives: then the folder stays marked, for the next attempt to clear.
 */
export async function clearUnfinished(path: string): Promise<void> {
  const isOwn = await exists(join(path, own));
  let free = true;
  for (const name of [...leftovers, lock]) {
    if (!(await rmIfFree(join(path, name), { recursive: true }))) free = false;
  }
  if (!free) return;
  for (const name of [own, mark]) await rmIfFree(join(path, name));
  if (isOwn) await removeEmpty(path);
}

async function letGo(path: string, hold: FileHold): Promise<void> {
  // Where the system allows it, the file goes while it is still ours; where not, nobody needs it any more. Windows
  // does not, and it is we who have it open: there is nothing to wait for.
  await rmIfFree(join(path, lock)).catch(() => {});
  hold.release();
  await rm(join(path, lock), { force: true }).catch(() => {});
}

async function exists(path: string): Promise<boolean> {
  return (await ifThere(stat(path))) !== null;
}

/** What somebody put there meanwhile stays, and the folder with it. */
async function removeEmpty(path: string): Promise<void> {
  await rmdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function clear(path: string): Promise<void> {
  for (const name of leftovers) await rm(join(path, name), { recursive: true, force: true });
}

/** Only what an attempt of ours left behind may lie there. */
async function requireFree(path: string): Promise<void> {
  // SQLite may keep a file beside the one that it locks.
  const found = (await readdir(path)).filter((name) => !name.startsWith(lock));
  if (found.length === 0 || found.includes(mark)) return;
  throw new AppError('output.notEmpty', { path, found: found.sort().slice(0, 3).join(', ') });
}

function unwritable(path: string, cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  return new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
}
