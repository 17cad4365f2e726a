import { chmod, copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

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

/** Writes entries into a folder. */
export async function writeEntries(folder: string, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    const path = join(folder, entry.path);
    await mkdir(dirname(path), { recursive: true });
    if ('link' in entry) await symlink(entry.link, path);
    else {
      if ('file' in entry) await copyFile(entry.file, path);
      else await writeFile(path, entry.text);
      await chmod(path, entry.executable ? 0o755 : 0o644);
    }
  }
}
