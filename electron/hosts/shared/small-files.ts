import { readFile, stat } from 'node:fs/promises';

/** What a file of JSON holds; null when it is not there (yet). */
export function jsonIn<T>(path: string): Promise<T | null> {
  return ifThere(async () => JSON.parse(await readFile(path, 'utf8')) as T);
}

/** Changes with the file, also where another one takes its place; null when there is none. */
export function printOf(path: string): Promise<string | null> {
  return ifThere(async () => {
    const { size, mtimeMs, ino } = await stat(path);
    return `${path}:${size}:${mtimeMs}:${ino}`;
  });
}

async function ifThere<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
