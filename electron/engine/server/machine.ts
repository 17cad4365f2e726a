import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { freeSpace } from '../system/disk.ts';
import type { Machine } from './settings.ts';

/** This machine, or the part of it that a container leaves us, seen from the folder of the data. */
export async function thisMachine(folder: string): Promise<Machine> {
  // 0 or beyond all memory without a limit.
  const limit = process.constrainedMemory();
  return {
    memory: limit > 0 ? Math.min(limit, totalmem()) : totalmem(),
    disk: await freeSpace(folder),
    cores: availableParallelism(),
    sharedMemory: process.platform === 'linux' ? await sizeOf('/dev/shm') : null,
  };
}

async function sizeOf(folder: string): Promise<number | null> {
  // No such folder: PostgreSQL then finds out by itself.
  return statfs(folder).then(
    ({ blocks, bsize }) => blocks * bsize,
    () => null,
  );
}
