import { stat } from 'node:fs/promises';
import type { RunState } from '../../../shared/model/index.ts';

/**
 * Moment of a run's snapshot (ISO 8601, UTC); null where there is none. Runs of earlier versions did not note it: then
 * the file tells when it was written, which is a little later.
 */
export async function snapshotTakenAt({ source }: RunState, snapshot: string): Promise<string | null> {
  const file = await stat(snapshot).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return file && (source.takenAt ?? file.mtime.toISOString());
}
