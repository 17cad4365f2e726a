import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, readlink, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { syncFolder } from '../system/atomic.ts';
import { rename, rm, rmIfFree, whileHeld } from '../system/files.ts';
import { type Binaries, binariesIn, type Package } from './binaries.ts';

/** What only serves to build other programs. */
const unneeded = /\.(a|lib|pdb)$|(^|[\\/])(pkgconfig|pgxs|include|doc|man)([\\/]|$)/;
/** Files that are copied at once. */
const together = 16;

/**
 * The programs that a workspace's server runs with: its own copy, for a server outlives the program that started it. An
 * update, an image that is ejected or a folder that is thrown away would take the ground from under it, and on Windows a
 * running server would keep them from being replaced. A copy that an interruption left half done is made again.
 *
 * initdb stays where it is: it hands its own path to a shell, which reads `$` and the like in it, and a workspace may
 * lie anywhere.
 * @throws AppError `server.start` {path, reason} where they cannot be written
 */
export async function copyPrograms(folder: string, from: Package): Promise<Binaries> {
  const own = join(folder, from.version);
  try {
    // A virus scanner may have taken one of them away.
    const there = Object.values(binariesIn(own, process.platform)).every((program) => existsSync(program));
    if (!there) await copy(from.root, own, folder);
  } catch (error) {
    throw new AppError('server.start', { path: own, reason: (error as Error).message }, { cause: error });
  }
  return { ...binariesIn(own, process.platform), initdb: from.initdb };
}

/** The programs of a workspace where it has them, else the package's: to stop a server nothing is copied. */
export function programsThere(folder: string, from: Package): Binaries {
  const own = binariesIn(join(folder, from.version), process.platform);
  return existsSync(own.pgCtl) ? { ...own, initdb: from.initdb } : from;
}

/** Removes the programs of other versions. Only where no server runs. */
export async function removeOtherPrograms(folder: string, version: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // Windows keeps what somebody still runs: the next start tries again.
    if (name !== version) await rmIfFree(join(folder, name), { recursive: true });
  }
}

/** Made under another name and renamed when everything is on the disk. */
async function copy(root: string, own: string, folder: string): Promise<void> {
  const part = `${own}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await openToAll(folder);
  await openToAll(part);
  const entries = (await readdir(root, { recursive: true, withFileTypes: true }))
    .map((entry) => ({ entry, path: relative(root, join(entry.parentPath, entry.name)) }))
    .filter(({ path }) => !unneeded.test(path));
  for (const { entry, path } of entries) {
    if (!entry.isDirectory()) continue;
    await mkdir(join(part, path), { recursive: true });
    await openToAll(join(part, path));
  }
  const work = entries.filter(({ entry }) => !entry.isDirectory());
  const worker = async () => {
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const [from, to] = [join(root, next.path), join(part, next.path)];
      if (next.entry.isSymbolicLink()) await symlink(await readlink(from), to);
      else await copySynced(from, to);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  await rm(own, { recursive: true, force: true });
  await rename(part, own);
  await syncFolder(folder);
}

/**
 * Everybody may pass through and read, so that the account that runs the server can; and folders of a package that are
 * closed to writing would be ones that nobody could remove here.
 */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
}

/** `fs.cp` looks at every folder above for every file: three times as long for a thousand small ones. */
async function copySynced(from: string, to: string): Promise<void> {
  await whileHeld(() => copyFile(from, to));
  await sync(to);
}

async function sync(file: string): Promise<void> {
  // Windows wants the right to write for it; elsewhere the file may be read-only.
  const handle = await open(file, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
