import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';

/**
 * SQLite's and the system's errors over a source as errors for people; anything else comes back as it is.
 * https://www.sqlite.org/rescode.html
 */
export function sourceError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  const as = (name: 'missing' | 'corrupt' | 'busy' | 'unreadable') =>
    new AppError(`source.${name}`, name === 'missing' || name === 'busy' ? { path } : { path, reason }, {
      cause: error,
    });
  // A path that no file can have (NUL inside) is a file that is not there.
  if (/^(ENOENT|ENOTDIR|ERR_INVALID_ARG_VALUE)$/.test(code)) return as('missing');
  const refused = /^SQLITE_CORRUPT/.test(code) ? refusedDefinition(reason) : null;
  if (refused) return new AppError('source.refused', { path, ...refused }, { cause: error });
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code)) return as('corrupt');
  if (isBusy(error)) return as('busy');
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR)/.test(code) || /^E[A-Z]+$/.test(code))
    return as('unreadable');
  return error;
}

const damage = /^(invalid rootpage|orphan index|incomplete input)$|syntax error$|^unrecognized token/;

/**
 * What SQLite complains about when it reads the schema and does not accept the text of an object in it, such as a
 * function that must not be used there: it gives that the same code as damage. Null for what is damage: SQLite never
 * writes a text that it cannot parse, nor a page that does not exist (corruptSchema in
 * https://sqlite.org/src/file/src/prepare.c).
 */
function refusedDefinition(message: string): { name: string; reason: string } | null {
  const found = /^malformed database schema \(([\s\S]*?)\) - ([\s\S]+)$/.exec(message);
  const [, name = '', reason = ''] = found ?? [];
  return found && !damage.test(reason) ? { name, reason } : null;
}

/** True where another program holds the file. */
export function isBusy(error: unknown): boolean {
  return /^(SQLITE_(BUSY|LOCKED|PROTOCOL)|EBUSY$)/.test(errorCode(error));
}

/** `SQLITE_…` or `E…`, or '' for any other thrown value. */
export function errorCode(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
