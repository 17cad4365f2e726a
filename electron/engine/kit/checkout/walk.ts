import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { SourceFile } from './types.ts';

/** Folders with the code of others, or with nothing that somebody wrote. */
const skipped = new Set(['node_modules', 'venv', '.venv', 'env', 'site-packages', '__pycache__', '.git']);
/** Files that name the database; `.env` files hold passwords and are changed by going live. */
const wanted = /(\.(py|ini|cfg|toml|sh|mk|service|ya?ml)|^Makefile)$/;
/** Nobody writes such a file by hand. */
const longest = 4 * 2 ** 20;

/**
 * The files of a checkout that can name a database, sorted. Links are not followed.
 * @param but a folder that is not looked into: the kit's own, where it is made inside.
 * @throws AppError application.missing {path}, application.unreadable {path, reason}, application.noPython {path}
 */
export async function readCheckout(folder: string, but: string): Promise<SourceFile[]> {
  const about = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null;
    throw unreadable(folder, cause);
  });
  if (!about?.isDirectory()) throw new AppError('application.missing', { path: folder });
  const files: SourceFile[] = [];
  await walk(folder, '', resolve(but), files);
  if (!files.some(({ path }) => path.endsWith('.py'))) {
    throw new AppError('application.noPython', { path: folder });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(root: string, folder: string, but: string, files: SourceFile[]): Promise<void> {
  const entries = await readable(join(root, folder), (path) => readdir(path, { withFileTypes: true }));
  // A virtual environment may have any name: https://docs.python.org/3/library/venv.html
  if (entries.some(({ name }) => name === 'pyvenv.cfg')) return;
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !skipped.has(entry.name) && join(root, path) !== but) {
      await walk(root, path, but, files);
    }
    if (await isWanted(entry, join(root, path))) {
      files.push({ path, text: await readable(join(root, path), (file) => readFile(file, 'latin1')) });
    }
  }
}

async function isWanted(entry: Dirent, path: string): Promise<boolean> {
  return entry.isFile() && wanted.test(entry.name) && (await readable(path, stat)).size <= longest;
}

async function readable<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  return read(path).catch((cause: Error) => {
    throw unreadable(path, cause);
  });
}

function unreadable(path: string, cause: Error): AppError {
  return new AppError('application.unreadable', { path, reason: cause.message }, { cause });
}
