// Plain JavaScript because it also runs on Node 20, before anything else.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const debian = '/usr/lib/postgresql';

/**
 * The initdb of the PostgreSQL installed on this machine, or null. A link is followed to the folder that holds
 * all programs.
 * @returns {string | null}
 */
export function findInitdb() {
  const versions = existsSync(debian) ? readdirSync(debian).sort() : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  folders.push(...(process.env.PATH ?? '').split(delimiter).filter(Boolean));
  const found = folders.map((folder) => join(folder, 'initdb')).find((file) => existsSync(file));
  return found ? realpathSync(found) : null;
}
