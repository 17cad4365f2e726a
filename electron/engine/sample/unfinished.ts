import { rmSync } from '../system/files.ts';

/** Where a sample is written until it is whole. */
export function unfinishedPath(out: string): string {
  return `${out}.unfinished`;
}

/** Nothing happens where there is none. */
export function removeUnfinished(out: string): void {
  rmSync(unfinishedPath(out), { force: true });
}
