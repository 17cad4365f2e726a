import Database from 'better-sqlite3';

/** Values that a constraint does not allow are data; anything else that the snapshot did not have is damage. */
export function requireSound(snapshot: Database.Database, db: Database.Database): void {
  const lines = (each: Database.Database) =>
    (each.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check);
  const data = /^(NULL value in |non-\w+ value in |NUMERIC value in |TEXT value in |CHECK constraint failed)/;
  const doubtful = lines(db).filter((line) => line !== 'ok' && !data.test(line));
  if (doubtful.length === 0) return;
  const before = new Set(lines(snapshot));
  const damage = doubtful.find((line) => !before.has(line));
  if (damage !== undefined) throw new Error(`the rebuilt file is damaged: ${damage}`);
}

/** Rows without a parent, beyond those of the snapshot. */
export function newOrphans(snapshot: Database.Database, db: Database.Database): number {
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
