import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { EngineContext } from '../context.ts';
import { openSource } from '../source/open.ts';
import { openSnapshot, takeSnapshot } from '../source/snapshot.ts';
import { StageProgress } from './progress.ts';
import { openWorkspace } from './workspace.ts';

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
  const opened = openSource(source);
  const folder = await mkdtemp(join(dir, 'audit-')).catch((error: unknown) => {
    opened.close();
    throw error;
  });
  try {
    const to = join(folder, 'snapshot.db');
    const progress = new StageProgress(ctx, null, 'snapshot', 'bytes', opened.bytes + opened.walBytes);
    const onProgress = (done: number) => progress.at(null, done);
    const taken = await takeSnapshot({ source: opened, to, signal: ctx.signal, onProgress }).finally(() =>
      opened.close(),
    );
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
