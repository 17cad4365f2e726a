import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autocore-migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A folder to work in, and an environment that has its workspace inside. */
export function sandbox(): { folder: string; env: { AUTOCORE_MIGRATE_HOME: string } } {
  const folder = tempFolder();
  return { folder, env: { AUTOCORE_MIGRATE_HOME: join(folder, 'trabalho') } };
}
