import type { EngineContext } from '../context.ts';
import { exists } from '../run/folder.ts';
import { StageProgress } from '../run/progress.ts';
import { type RunSession, stage } from '../run/session.ts';
import { openSource } from '../source/open.ts';
import { takeSnapshot } from '../source/snapshot.ts';

/** The first stage of a run: its own snapshot, unless the folder has it whole. */
export async function snapshotStage(session: RunSession): Promise<void> {
  const { state, folder, ctx } = session;
  if (state.source.sha256 !== null && (await exists(folder.snapshot))) return;
  await stage(session, 'snapshot', async () => {
    Object.assign(state.source, await snapshotOf(state.source.path, folder.snapshot, ctx, state.id));
  });
}

/**
 * Copies a source and says how far that is, for a run or for none.
 * @returns SHA-256 and size of the copy. @throws AppError source.*, workspace.*
 */
export async function snapshotOf(
  path: string,
  to: string,
  ctx: EngineContext,
  run: string | null,
): Promise<{ sha256: string; bytes: number }> {
  const source = openSource(path);
  try {
    const progress = new StageProgress(ctx, run, 'snapshot', 'bytes', source.bytes + source.walBytes);
    const onProgress = (done: number): void => progress.at(null, done);
    return await takeSnapshot({ source, to, signal: ctx.signal, onProgress });
  } finally {
    source.close();
  }
}
