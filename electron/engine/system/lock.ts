import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';

const pollMilliseconds = 50;

/**
 * Runs `fn` while no other process (and nobody else in this one) holds the lock of that file. The lock is SQLite's,
 * so the operating system itself gives it back when the owner dies, however it dies: no stale lock to detect.
 * https://www.sqlite.org/lockingv3.html
 * @param wait milliseconds to wait for another owner; 0 asks once.
 * @returns null when another owner kept it for that long.
 */
export async function withFileLock<T>(
  file: string,
  wait: number,
  fn: () => Promise<T>,
): Promise<{ value: T } | null> {
  const lock = await take(file, wait);
  if (lock === null) return null;
  try {
    return { value: await fn() };
  } finally {
    lock.close();
  }
}

/** A lock that its owner gives back, or the operating system when the owner dies. */
export interface FileHold {
  release(): void;
}

/** Takes the lock of that file at once and keeps it; null where another owner has it. */
export async function holdFile(file: string): Promise<FileHold | null> {
  const lock = await take(file, 0);
  return lock && { release: () => void lock.close() };
}

async function take(file: string, wait: number): Promise<Database.Database | null> {
  const deadline = Date.now() + wait;
  const database = new Database(file, { timeout: 0 });
  try {
    for (;;) {
      try {
        // Takes the write lock without writing: the file stays empty, and no journal is made.
        database.exec('begin immediate');
        return database;
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
      }
      if (Date.now() >= deadline) {
        database.close();
        return null;
      }
      await delay(pollMilliseconds);
    }
  } catch (error) {
    database.close();
    throw error;
  }
}
