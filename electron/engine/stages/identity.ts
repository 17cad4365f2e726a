import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { SourceTable } from '../../../shared/model/index.ts';
import { earlier } from '../diff/changes.ts';
import type { RunSession } from '../run/session.ts';
import { keptSnapshots, keptUntil, leftBehind } from '../run/sync-files.ts';
import { otherDatabase } from '../source/identity.ts';
import { evidenceOf } from '../source/identity-counts.ts';
import { rename, rm } from '../system/files.ts';

/** What becomes of the run's snapshot when the new one takes its place. */
export interface Succession {
  /** Name under which it stays in the folder; null: it goes. */
  keep: string | null;
  /** To be called once the target has the rows of the new one. */
  settle(): Promise<void>;
}

/** Nothing is asked and nothing kept. */
export const sameDatabase: Succession = { keep: null, settle: async () => {} };

/**
 * Makes sure that the file at the source's path is still the database that was migrated, by what is in it: a new
 * installation of the application copies another one there. The right file coming back is known by the snapshot that
 * was kept of it.
 * @param db a connection on the new snapshot, with the run's own attached
 * @param accept a person decided that it is the same, or may replace it
 * @throws AppError source.otherDatabase {run, path, details}
 */
export async function requireSameDatabase(
  { state, folder, ctx }: RunSession,
  db: Database,
  tables: readonly SourceTable[],
  accept: boolean,
): Promise<Succession> {
  const pause = async (): Promise<void> => {
    await new Promise(setImmediate);
    ctx.signal.throwIfAborted();
  };
  const judge = async (name: string) => otherDatabase(await evidenceOf(db, name, tables, pause));
  const details = await judge(earlier);
  if (details === null) return sameDatabase;
  const now = new Date();
  const kept = await keptSnapshots(folder);
  for (const path of kept) {
    db.prepare('attach ? as kept').run(path);
    const other = await judge('kept').finally(() => db.exec('detach kept'));
    if (other !== null) continue;
    ctx.log.info({ run: state.id, path }, 'the right source is back');
    return { keep: leftBehind(now), settle: () => forget(path, kept) };
  }
  if (!accept)
    throw new AppError('source.otherDatabase', { run: state.id, path: state.source.path, details });
  const keep = keptUntil(now);
  ctx.log.warn(
    { run: state.id, details, keep },
    'another database takes the place of the source, as decided',
  );
  return { keep, settle: async () => {} };
}

/** The run is about the right database again: no other one is taken without a question any more. */
async function forget(back: string, kept: readonly string[]): Promise<void> {
  for (const path of kept) {
    if (path === back) await rm(path, { force: true });
    else await rename(path, join(path, '..', leftBehind(new Date(), basename(path))));
  }
}
