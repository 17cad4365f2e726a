import { readFile, stat } from 'node:fs/promises';
import { socketOf, type TargetConfig } from './config.ts';
import { socketFolders } from './defaults.ts';

export interface FoundPassword {
  password: string | undefined;
  /** Why the password file was left alone, where it was. */
  ignored: string | null;
}

/**
 * Password for a connection: the one given, else the first line of the password file that fits.
 * https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export async function findPassword(config: TargetConfig): Promise<FoundPassword> {
  if (config.password !== null) return { password: config.password, ignored: null };
  const { passFile } = config;
  const found = await stat(passFile).catch(() => null);
  if (!found) return { password: undefined, ignored: null };
  // As libpq: a file that others may read is ignored.
  if (!found.isFile()) return { password: undefined, ignored: `${passFile} is no plain file` };
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
    return { password: undefined, ignored: `${passFile} is not private: its mode is ${mode}, not 0600` };
  }
  const text = await readFile(passFile, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') return { password: undefined, ignored: text.message };
  return { password: passwordIn(text, config), ignored: null };
}

export async function passwordFor(config: TargetConfig): Promise<string | undefined> {
  return (await findPassword(config)).password;
}

function passwordIn(text: string, config: TargetConfig): string | undefined {
  // Sockets in their usual folder are written as `localhost`.
  const usual = socketOf(config) !== null && socketFolders.includes(config.host);
  const hosts = usual ? ['localhost', config.host] : [config.host];
  const wanted = [hosts, [String(config.port)], [config.database], [config.user]];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = (line.match(/(?:\\.|[^:\\]|\\$)*(?::|$)/g) ?? []).map((field) => field.replace(/:$/, ''));
    const fits = wanted.every((values, at) => fields[at] === '*' || values.includes(plain(fields[at] ?? '')));
    if (fields[4] && fits) return plain(fields[4]);
  }
  return undefined;
}

/** A colon or a backslash inside a field has a backslash before it. */
function plain(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}
