import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

type Look = (path: string, options: { bigint: true }) => Promise<Pick<BigIntStats, 'ino' | 'dev'>>;

/**
 * True for two names of one file. Numbers of files on Windows are longer than a double holds, and some file systems
 * (network drives, FAT) give none: 0 tells no file from another, so that they count as different.
 */
export async function isSameFile(one: string, other: string, look: Look = stat): Promise<boolean> {
  const [a, b] = await Promise.all([look(one, { bigint: true }), look(other, { bigint: true })]);
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
}
