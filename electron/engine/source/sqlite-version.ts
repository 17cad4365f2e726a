import Database from 'better-sqlite3';

/** Version of SQLite that reads the sources, which is part of its driver. */
export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('select sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
