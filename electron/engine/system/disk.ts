import { statfs } from 'node:fs/promises';

/** Bytes that can still be written in that folder. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
