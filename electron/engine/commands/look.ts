import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { SourceLook } from '../../../shared/contract.ts';
import type { EngineContext } from '../context.ts';
import { sourceError } from '../source/failure.ts';
import { introspect } from '../source/introspect.ts';
import { openSource } from '../source/open.ts';
import { autocoreTables, recognise } from '../source/recognise.ts';
import { quoteName } from '../source/sql.ts';

export interface LookInput {
  source: string;
}

/** Rows of one table that are counted at the most: a second or two on a memory card. */
const mostRows = 1_000_000;
/** Milliseconds after which no further table is counted. */
const patience = 4000;
/** Milliseconds in which a write counts as recent. */
const recent = 60_000;

/**
 * Says what a file is: a look of seconds at most, without a snapshot. Throws AppError source.* {path}.
 */
export async function lookAtSource(
  { source }: LookInput,
  { signal }: EngineContext,
): Promise<Omit<SourceLook, 'file'>> {
  const opened = openSource(source);
  try {
    const before = traces(opened.path);
    const schema = introspect(opened.db);
    const known = new Set(autocoreTables);
    const began = performance.now();
    const tables = schema.tables.map(({ name }): SourceLook['tables'][number] => {
      signal.throwIfAborted();
      const rows = performance.now() - began > patience ? null : countRows(opened.db, name);
      return { name, rows, known: known.has(name) };
    });
    const after = traces(opened.path);
    const lastWrite = Math.max(after.file, after.wal);
    return {
      bytes: opened.bytes,
      walBytes: opened.walBytes,
      autocore: recognise(schema),
      lastWrite: new Date(lastWrite).toISOString(),
      writing:
        after.journal || after.print !== before.print
          ? 'now'
          : Date.now() - lastWrite < recent
            ? 'recently'
            : 'no',
      tables,
      rows: tables.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
      complete: tables.every(({ rows }) => rows !== null),
    };
  } catch (error) {
    throw sourceError(error, opened.path);
  } finally {
    opened.close();
  }
}

function countRows(db: Database, table: string): number | null {
  const sql = `select count(*) from (select 1 from ${quoteName(table)} limit ${mostRows + 1})`;
  const rows = db.prepare(sql).pluck().get() as number;
  return rows > mostRows ? null : rows;
}

/**
 * What writing leaves behind in the file system. Locks cannot be asked for without taking them, which would disturb
 * the programs at work.
 */
function traces(path: string): { file: number; wal: number; journal: boolean; print: string } {
  const [file, wal, journal] = [path, `${path}-wal`, `${path}-journal`].map((each) =>
    statSync(each, { throwIfNoEntry: false }),
  );
  // An empty log is what a reader such as this one leaves.
  const log = wal && wal.size > 0 ? wal : undefined;
  return {
    file: file?.mtimeMs ?? 0,
    wal: log?.mtimeMs ?? 0,
    // A rollback journal with content is there during a transaction: https://www.sqlite.org/lockingv3.html
    journal: (journal?.size ?? 0) > 0,
    print: [file, log].map((each) => `${each?.size}:${each?.mtimeMs}`).join(' '),
  };
}
