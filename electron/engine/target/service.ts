import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { noParameters, type Parameters } from './conninfo.ts';

/**
 * The parameters of a named service, and the file that has it: the user's first, then the system's.
 * https://www.postgresql.org/docs/current/libpq-pgservice.html
 * @param own the user's file where one is named; it must be there then.
 * @throws AppError `target.badUrl` {reason} when no file has that service, or one cannot be read.
 */
export function readService(
  name: string,
  own: string | null,
  env: NodeJS.ProcessEnv,
): { file: string; found: Parameters } {
  const system = join(env.PGSYSCONFDIR || '/etc/postgresql-common', 'pg_service.conf');
  for (const file of [own ?? ownFile(env), system]) {
    if (file !== own && !existsSync(file)) continue;
    const found = parseService(readText(file), name, file);
    if (found) return { file, found };
  }
  throw bad(`no definition of service "${name}"`);
}

function ownFile(env: NodeJS.ProcessEnv): string {
  const home = env.HOME ?? homedir();
  return process.platform === 'win32'
    ? join(env.APPDATA ?? home, 'postgresql', '.pg_service.conf')
    : join(home, '.pg_service.conf');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('target.badUrl', { reason: `cannot read ${file}` }, { cause: error });
  }
}

/**
 * One section of an INI file of key=value lines; null when it is not there. Values are taken as they are written.
 * @throws AppError `target.badUrl` {reason} for a line of it that libpq does not take, or that asks a directory (LDAP).
 */
function parseService(text: string, name: string, file: string): Parameters | null {
  let found: Parameters | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      // The first section of that name counts.
      if (found) break;
      if (line === `[${name}]`) found = noParameters();
      continue;
    }
    if (!found) continue;
    const equals = line.indexOf('=');
    const key = line.slice(0, equals).trim();
    if (equals < 1 || notThere.has(key) || /^ldap/i.test(line))
      throw bad(`line ${index + 1} of ${file} cannot be used`);
    found[key] = line.slice(equals + 1).trim();
  }
  return found;
}

/** A service leads to no other; the older name of sslmode is no parameter of a service. */
const notThere: ReadonlySet<string> = new Set(['service', 'servicefile', 'requiressl']);

function bad(reason: string): AppError {
  return new AppError('target.badUrl', { reason });
}
