import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** Folders of unix sockets that libpq looks into by itself: Debian's, and the one of PostgreSQL's own sources. */
export const socketFolders: readonly string[] = ['/var/run/postgresql', '/tmp'];

/** libpq's default is the unix socket; pg's is TCP. Both find a local server when the socket is only used if present. */
export function defaultHost(port: number): string {
  const folders = process.platform === 'win32' ? [] : socketFolders;
  return folders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? 'localhost';
}

/** Name of the system's account. @throws AppError `target.badUrl` {reason}. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // The account has no entry in the system's list of users (containers).
    throw new AppError('target.badUrl', { reason: 'no user name' }, { cause: error });
  }
}

function home(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

/** https://www.postgresql.org/docs/current/libpq-pgpass.html */
export function defaultPassFile(env: NodeJS.ProcessEnv): string {
  return process.platform === 'win32'
    ? join(env.APPDATA ?? home(env), 'postgresql', 'pgpass.conf')
    : join(home(env), '.pgpass');
}

/** A file that libpq takes by itself when it is there: `~/.postgresql/root.crt` and the like. */
export function userFile(env: NodeJS.ProcessEnv, name: string): string | null {
  const folder =
    process.platform === 'win32'
      ? join(env.APPDATA ?? home(env), 'postgresql')
      : join(home(env), '.postgresql');
  const file = join(folder, name);
  return existsSync(file) ? file : null;
}
