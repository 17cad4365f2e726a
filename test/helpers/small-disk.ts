import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few megabytes. */
export interface SmallDisk {
  path: string;
  /** Writes a file until nothing fits any more. */
  fill(): void;
  /** Removes that file. */
  empty(): void;
  resize(megabytes: number): void;
  remove(): void;
}

/** Null, with the reason printed, where this process may not mount one (only Linux's root may). */
export function smallDisk(megabytes: number): SmallDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'autocore-disk-'));
  const filler = join(path, 'filler');
  const problem = mountProblem(path, megabytes);
  if (problem !== null) {
    rmdirSync(path);
    console.log(`No small disk to fill, so its tests are skipped: ${problem}`);
    return null;
  }
  return {
    path,
    fill: () => {
      const block = Buffer.alloc(64 * 1024);
      for (const piece of [block, block.subarray(0, 4096), block.subarray(0, 1)])
        writeUntilFull(filler, piece);
    },
    empty: () => rmSync(filler, { force: true }),
    resize: (to) => spawnSync('mount', ['-o', `remount,${options(to)}`, path]),
    remove: () => {
      spawnSync('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
}

function mountProblem(path: string, megabytes: number): string | null {
  if (process.platform !== 'linux') return process.platform;
  const args = ['-t', 'tmpfs', '-o', options(megabytes), 'tmpfs', path];
  const { error, status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? stderr.trim();
}

function options(megabytes: number): string {
  return `size=${megabytes}m,mode=0711`;
}

function writeUntilFull(file: string, piece: Buffer): void {
  try {
    for (;;) writeFileSync(file, piece, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
