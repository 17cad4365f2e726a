import { stat } from 'node:fs/promises';
import { ifThere, readIfThere } from '../../engine/system/files.ts';

/** What a file of JSON holds; null when it is not there (yet). */
export async function jsonIn<T>(path: string): Promise<T | null> {
  const text = await readIfThere(path);
  return text === null ? null : (JSON.parse(text) as T);
}

/** Changes with the file, also where another one takes its place; null when there is none. */
export async function printOf(path: string): Promise<string | null> {
  const file = await ifThere(stat(path, { bigint: true }));
  return file && `${path}:${file.size}:${file.mtimeNs}:${file.ino}`;
}
