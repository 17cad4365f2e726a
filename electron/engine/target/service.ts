import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { checkNames, type Parameters } from './conninfo.ts';

/**
 * The parameters of a named service: the user's file first, then the system's.
 * https://www.postgresql.org/docs/current/libpq-pgservice.html
 * @throws AppError `target.badUrl` {reason} when no file has that service, or a file cannot be read.
 */
export function readService(name: string, env: NodeJS.ProcessEnv): Parameters {
  for (const file of serviceFiles(env)) {
    if (!existsSync(file)) continue;
    const found = parseService(readText(file), name);
    if (found) {
      checkNames(found);
      return found;
    }
  }
  throw new AppError('target.badUrl', { reason: `no definition of service "${name}"` });
}

function serviceFiles(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME ?? homedir();
  const own =
    process.platform === 'win32'
      ? join(env.APPDATA ?? home, 'postgresql', '.pg_service.conf')
      : join(home, '.pg_service.conf');
  const system = join(env.PGSYSCONFDIR ?? '/etc/postgresql-common', 'pg_service.conf');
  return [env.PGSERVICEFILE ?? own, system];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('target.badUrl', { reason: `cannot read ${file}` }, { cause: error });
  }
}

/** One section of an INI file of key=value lines; null when it is not there. Values are taken as they are written. */
export function parseService(text: string, name: string): Parameters | null {
  let inside = false;
  let found: Parameters | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      // The first section of that name counts.
      if (inside) break;
      inside = line === `[${name}]`;
      if (inside) found = {};
      continue;
    }
    const equals = line.indexOf('=');
    if (inside && found && equals > 0) found[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return found;
}
