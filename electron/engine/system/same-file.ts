import { stat } from 'node:fs/promises';

/** True for two names of one file. Numbers of files on Windows are longer than a double holds. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })]);
  return a.ino === b.ino && a.dev === b.dev;
}
