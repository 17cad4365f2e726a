import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { ifThere } from '../system/files.ts';
import { replaceProblem } from './env-replace.ts';
import { envDigest, type NotedEnv, restoration } from './env-restore.ts';

/** A file that cannot be replaced, and why, in the words of the system. */
export interface EnvTrouble {
  path: string;
  reason: string;
}

/** More than our settings need, whatever is in them. */
const room = 16_384;

/** Where a run keeps an .env file as it was before going live. */
export function backupName(path: string, run: string): string {
  return `${path}.before-${run}`;
}

/**
 * The files among these that going live could not write, or could not keep a backup of. All are tried, and nothing is
 * changed.
 * @param noted what the run knows of files that it wrote already.
 */
export async function unwritableEnvs(
  paths: readonly string[],
  run: string,
  noted: readonly NotedEnv[],
): Promise<EnvTrouble[]> {
  return troubles(
    paths,
    (path) => path,
    async (given) => {
      const path = await realpath(given);
      const found = await stat(path);
      if (!found.isFile()) throw new Error('EISDIR: not a file');
      // Root may write to everything; a file that nobody may write to was meant to stay as it is.
      if ((found.mode & 0o222) === 0) throw new Error('EACCES: read-only');
      await access(path, constants.R_OK | constants.W_OK);
      const backup = backupName(path, run);
      const missing = await requireBackup(
        backup,
        path,
        noted.find((each) => each.path === path),
      );
      return replaceProblem(path, [found.size + room, ...(missing ? [found.size] : [])]);
    },
  );
}

/** The files among these that the way back could not make what they were. All are tried, and nothing is changed. */
export async function unrestorableEnvs(noted: readonly NotedEnv[]): Promise<EnvTrouble[]> {
  return troubles(
    noted,
    ({ path }) => path,
    async (each) => {
      const found = await restoration(each);
      return found && replaceProblem(found.path, [found.content.length], found.like);
    },
  );
}

/** A backup counts where it is there, so it must be what was kept. True: there is none yet. */
async function requireBackup(backup: string, path: string, noted: NotedEnv | undefined): Promise<boolean> {
  const kept = await ifThere(readFile(backup));
  if (kept === null) return true;
  const wanted = noted ? noted.before : envDigest(await readFile(path));
  if (wanted !== null && wanted !== envDigest(kept))
    throw new Error(`EEXIST: another file is in its place, '${backup}'`);
  return false;
}

async function troubles<T>(
  all: readonly T[],
  nameOf: (each: T) => string,
  tried: (each: T) => Promise<string | null>,
): Promise<EnvTrouble[]> {
  const found: EnvTrouble[] = [];
  for (const each of all) {
    const reason = await tried(each).catch((error: Error) => error.message);
    if (reason !== null) found.push({ path: nameOf(each), reason });
  }
  return found;
}
