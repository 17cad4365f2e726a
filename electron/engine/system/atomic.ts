import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rename, rm } from './files.ts';

/**
 * Replaces a file as a whole: whoever reads it, also after a power cut, finds the old text or the new one.
 * @param mode permissions of the new file; private unless said otherwise.
 * @param prepare done to the new file before anything is in it.
 */
export async function writeAtomic(
  file: string,
  content: string | Uint8Array,
  mode = 0o600,
  prepare: (part: string) => Promise<void> = async () => {},
): Promise<void> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const handle = await open(part, 'wx', mode);
    try {
      await prepare(part);
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Waits until what was written to a file is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows has no such thing for folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
