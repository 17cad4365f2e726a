import Database from 'better-sqlite3';
import { type HelpingThread, helpingThread } from '../system/helping-thread.ts';

/** A file that was made, and the snapshot that it was made of. */
export interface Files {
  snapshot: string;
  file: string;
}

export interface Sound {
  /** The first thing that is not as it should be and was not so in the snapshot. */
  damage: string | null;
  /** Rows without a parent, beyond those of the snapshot. */
  orphans: number;
}

/** Looks at a file on a thread of its own: SQLite goes through all of it, and whoever waits can compare its rows. */
export function lookAside(files: Files): HelpingThread<Sound> {
  return helpingThread<Sound>(new URL('./sound-worker.ts', import.meta.url), files);
}

/** Goes through the whole file (https://www.sqlite.org/pragma.html#pragma_integrity_check). */
export function soundOf(snapshot: Database.Database, db: Database.Database): Sound {
  return { damage: newDamage(snapshot, db), orphans: newOrphans(snapshot, db) };
}

/** Values that a constraint does not allow are data; anything else that the snapshot did not have is damage. */
function newDamage(snapshot: Database.Database, db: Database.Database): string | null {
  const lines = (each: Database.Database) =>
    (each.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check);
  const data = /^(NULL value in |non-\w+ value in |NUMERIC value in |TEXT value in |CHECK constraint failed)/;
  const doubtful = lines(db).filter((line) => line !== 'ok' && !data.test(line));
  if (doubtful.length === 0) return null;
  const before = new Set(lines(snapshot));
  return doubtful.find((line) => !before.has(line)) ?? null;
}

function newOrphans(snapshot: Database.Database, db: Database.Database): number {
  const now = orphans(db);
  return now === 0 ? 0 : Math.max(0, now - orphans(snapshot));
}

function orphans(db: Database.Database): number {
  try {
    return db.prepare('select count(*) from pragma_foreign_key_check').pluck().get() as number;
  } catch (error) {
    // A key to a table that is not there (hand-patched files) cannot be checked, then as now.
    if (error instanceof Database.SqliteError) return 0;
    throw error;
  }
}
