import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import envPaths from 'env-paths';

const application = 'autocore-migrate';
/** CAP_DAC_READ_SEARCH: https://man7.org/linux/man-pages/man7/capabilities.7.html */
const readSearch = 1n << 2n;

/**
 * The workspace when nobody names one: AUTOCORE_MIGRATE_HOME, else the user's data folder.
 *
 * Root in a container is the exception: PostgreSQL runs as another user, who can neither enter root's own folder nor
 * be let through (see server/account.ts). There it is the system's folder for the data of programs.
 */
export function defaultFolder(env: NodeJS.ProcessEnv): string {
  if (env.AUTOCORE_MIGRATE_HOME) return resolve(env.AUTOCORE_MIGRATE_HOME);
  const { data } = envPaths(application, { suffix: '' });
  const closed =
    process.platform === 'linux' && process.getuid?.() === 0 && !env.XDG_DATA_HOME && isClosed(data);
  return closed && !mayLetThrough() ? `/var/lib/${application}` : data;
}

/** True when a folder on the way there keeps other users out. */
function isClosed(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found && (found.mode & 0o001) === 0) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** True when this process has the right to read past folder permissions, which it can hand on. */
function mayLetThrough(): boolean {
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return line !== null && (BigInt(`0x${line[1]}`) & readSearch) !== 0n;
}
