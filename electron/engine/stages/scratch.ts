import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { EngineContext } from '../context.ts';
import { makeScratch } from '../run/scratch-folder.ts';
import { openWorkspace } from '../run/workspace.ts';
import { openSource } from '../source/open.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { rm } from '../system/files.ts';
import { snapshotOf } from './snapshot.ts';

export interface ScratchSnapshot {
  db: Database;
  path: string;
  sha256: string;
  bytes: number;
}

/** Runs `work` on a snapshot of a source that is gone afterwards: for looking without starting a run. */
export async function withScratchSnapshot<T>(
  workspace: string,
  source: string,
  ctx: EngineContext,
  work: (snapshot: ScratchSnapshot) => Promise<T>,
): Promise<T> {
  const { dir } = openWorkspace(workspace, {});
  // Before anything else: a source that cannot be used leaves nothing behind.
  openSource(source).close();
  const folder = await makeScratch(dir, 'audit');
  try {
    const to = join(folder, 'snapshot.db');
    const taken = await snapshotOf(source, to, ctx, null);
    const db = openSnapshot(to);
    try {
      return await work({ db, path: resolve(source), ...taken });
    } finally {
      db.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
