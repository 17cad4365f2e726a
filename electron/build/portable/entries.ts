import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** One thing in an archive: a file of the disk, a text of our own, or a symbolic link. Paths with `/`. */
export type Entry = { path: string; executable: boolean } & (
  | { file: string }
  | { text: string }
  | { link: string }
);

/** The files of a folder that are wanted. */
export async function filesOf(
  folder: string,
  into: string,
  wanted: (path: string) => boolean = () => true,
): Promise<Entry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(wanted);
  // By their place, and not by the disk: on Windows nothing is executable.
  return paths.map((path) => ({
    path: `${into}/${path}`,
    file: join(folder, path),
    executable: /(^|\/)bin\/[^/]+$/.test(path),
  }));
}

/** Entries by their paths: the same content is the same archive. */
export function sorted(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
}
