import type { EngineContext } from '../context.ts';
import { exists } from '../run/folder.ts';
import { takeOver } from '../run/kept-audit.ts';
import { StageProgress } from '../run/progress.ts';
import { type RunSession, stage } from '../run/session.ts';
import { markOf } from '../source/mark.ts';
import { openSource } from '../source/open.ts';
import { takeSnapshot } from '../source/snapshot.ts';

/** The first stage of a run: its own snapshot, unless the folder has it whole. */
export async function snapshotStage(session: RunSession): Promise<void> {
  const { state, folder, ctx } = session;
  if (state.source.sha256 !== null && (await exists(folder.snapshot))) return;
  await stage(session, 'snapshot', async () => {
    const taken =
      (await auditedOnce(session)) ?? (await snapshotOf(state.source.path, folder.snapshot, ctx, state.id));
    Object.assign(state.source, taken);
  });
}

/** The snapshot that a person has seen the audit of, while the source is still that; null for a new one. */
async function auditedOnce({ state, folder, ctx, audited }: RunSession): Promise<Taken | null> {
  if (audited === null) return null;
  const { path } = state.source;
  const progress = new StageProgress(ctx, state.id, 'snapshot', 'bytes', 0);
  const kept = await takeOver(audited, path, folder.snapshot, ctx, (done, total) => progress.of(done, total));
  if (kept === null) return null;
  ctx.log.info({ run: state.id, takenAt: kept.takenAt }, 'the source did not change: snapshot of its audit');
  return { sha256: kept.sha256, bytes: kept.bytes, takenAt: kept.takenAt, mark: kept.mark };
}

/** What is remembered of a snapshot. */
export interface Taken {
  sha256: string;
  bytes: number;
  /** ISO 8601, UTC: it holds everything that was written before. */
  takenAt: string;
  /** Of the source, the same before and after (source/mark.ts); null where that cannot be told. */
  mark: string | null;
}

/** Copies a source and says how far that is, for a run or for none. @throws AppError source.*, workspace.* */
export async function snapshotOf(
  path: string,
  to: string,
  ctx: EngineContext,
  run: string | null,
): Promise<Taken> {
  const takenAt = new Date().toISOString();
  const before = markOf(path);
  const source = openSource(path);
  let taken: Pick<Taken, 'sha256' | 'bytes'>;
  try {
    const progress = new StageProgress(ctx, run, 'snapshot', 'bytes', source.bytes + source.walBytes);
    const onProgress = (done: number): void => progress.at(null, done);
    taken = await takeSnapshot({ source, to, signal: ctx.signal, onProgress });
  } finally {
    source.close();
  }
  return { ...taken, takenAt, mark: markOf(path) === before ? before : null };
}
