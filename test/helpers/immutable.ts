import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Changes an attribute of a file or folder, such as `+i`: nobody may change, replace or remove it. Null, or why not. */
export function chattr(change: string, path: string): string | null {
  const { status, stderr, error } = spawnSync('chattr', [change, path], { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** False, with the reason printed, where the file system has no such attributes or this user may not set them. */
export function hasAttributes(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'autocore-migrate-'));
  const missing = chattr('+i', probe);
  chattr('-i', probe);
  rmSync(probe, { recursive: true });
  if (missing !== null) console.log(`No file can be made immutable, so its tests are skipped: ${missing}`);
  return missing === null;
}

/** Makes a file immutable, no longer than to the end of the test, or what it was before. */
export function immutable(path: string, on: boolean): void {
  const failed = chattr(on ? '+i' : '-i', path);
  if (failed !== null) throw new Error(failed);
  if (on) onTestFinished(() => void chattr('-i', path));
}
