import { stat } from 'node:fs/promises';
import type { RunState } from '../../../shared/model/index.ts';
import { ifThere } from '../system/files.ts';

/**
 * Moment of a run's snapshot (ISO 8601, UTC); null where there is none. Runs of earlier versions did not note it: then
 * the file tells when it was written, which is a little later.
 */
export async function snapshotTakenAt({ source }: RunState, snapshot: string): Promise<string | null> {
  const file = await ifThere(stat(snapshot));
  return file && (source.takenAt ?? file.mtime.toISOString());
}
