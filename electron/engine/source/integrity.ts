import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { sourceError } from './failure.ts';
import { quoteName } from './sql.ts';

/**
 * Lines of `pragma quick_check` about values that a constraint does not allow. They are data, which is migrated and
 * reported, not damage; the index of a full-text table is made anew from its rows.
 */
const harmless =
  /^(NULL value in |non-\w+ value in |NUMERIC value in |TEXT value in |CHECK constraint failed in )|inverted index for FTS\d/;

/**
 * Reads every page with `pragma quick_check` (https://www.sqlite.org/pragma.html#pragma_quick_check) and throws
 * `source.corrupt` with the first damage found. `path` is the file named in the error.
 */
export function checkIntegrity(db: Database, path: string): void {
  // Rows that violate a CHECK are no damage either, and one that SQLite no longer evaluates would end the check.
  const ignored = db.pragma('ignore_check_constraints', { simple: true }) as number;
  db.pragma('ignore_check_constraints = on');
  try {
    check(db, String(0x7fffffff), path);
  } catch (error) {
    throw sourceError(error, path);
  } finally {
    db.pragma(`ignore_check_constraints = ${ignored}`);
  }
}

function check(db: Database, what: string, path: string): void {
  try {
    const lines = db.prepare<[], string>(`pragma quick_check(${what})`).pluck();
    for (const line of lines.iterate()) {
      if (line !== 'ok' && !harmless.test(line)) throw new AppError('source.corrupt', { path, reason: line });
    }
  } catch (error) {
    if (!isApplications(error)) throw error;
    // Each of the other tables can be checked all the same; the rows of this one are read later, every page of them.
    if (Number.isNaN(Number(what))) return;
    const tables = db
      .prepare<[], string>("select name from sqlite_schema where type = 'table'")
      .pluck()
      .all();
    for (const name of tables) check(db, quoteName(name), path);
  }
}

/** True where SQLite lacks a collation, a function or a tokenizer that only the application has registered. */
export function isApplications(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(no such collation sequence|unknown function|(unknown|no such) tokenizer)/.test(error.message)
  );
}
