import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { readIfThere, rename, rm } from '../system/files.ts';
import { type Account, asAccount } from './account.ts';
import { runCommand, serverEnvironment } from './command.ts';
import { keepPrivate, newCredentials, superuser, writeCredentials } from './credentials.ts';
import type { Installation } from './installation.ts';
import type { ServerPaths } from './paths.ts';
import { requireRuntime } from './runtime.ts';

/** Name of our settings file inside the data folder. */
export const settingsName = 'autocore.conf';

/** Major version that made the data folder, or null when there is none yet. */
export async function dataVersion(paths: ServerPaths): Promise<string | null> {
  const text = await readIfThere(join(paths.data, 'PG_VERSION'));
  return text?.trim() ?? null;
}

/**
 * Makes the data folder. It is made under another name and renamed when complete: whatever an interruption leaves
 * behind is thrown away by the next try.
 * @throws AppError `server.start` {path, reason}, `server.runtime` {program, reason}, `server.credentials` {path, reason}.
 */
export async function initialise({ paths, binaries, account, system }: Installation): Promise<void> {
  const passwordFile = join(paths.folder, 'password.part');
  await rm(paths.part, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  const credentials = newCredentials();
  try {
    await mkdir(paths.part, { mode: 0o700 });
    await writeFile(passwordFile, '', { mode: 0o600, flag: 'wx' });
    await keepPrivate(passwordFile, passwordFile, system);
    await writeFile(passwordFile, credentials.superuser);
    await give(account, paths.part, passwordFile);
    const call = asAccount(account, binaries.initdb, [
      `--pgdata=${paths.part}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      ...[
        '--auth=scram-sha-256',
        `--encoding=${clusterEncoding(system.platform)}`,
        '--locale=C',
        '--data-checksums',
        '--no-instructions',
      ],
    ]);
    const result = await runCommand(call.file, call.args, { ...call.options, env: serverEnvironment() });
    requireRuntime(binaries.initdb, result);
    const { code, output } = result;
    if (code !== 0) throw new AppError('server.start', { path: paths.data, reason: lastLines(output) });
    await writeFile(join(paths.part, 'postgresql.conf'), `\ninclude_if_exists = '${settingsName}'\n`, {
      flag: 'a',
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeCredentials(paths.credentials, credentials, system);
  await rename(paths.part, paths.data);
}

/**
 * Encoding of the databases that initdb makes. On Windows it puts the path of its own files into SQL, in the code page of
 * the system: a user called João would make it fail as invalid UTF-8. Databases are made as UTF-8 all the same (prepare.ts).
 */
function clusterEncoding(platform: NodeJS.Platform): 'UTF8' | 'SQL_ASCII' {
  return platform === 'win32' ? 'SQL_ASCII' : 'UTF8';
}

/** Hands files that we made over to the account that runs the server. */
export async function give(account: Account, ...files: string[]): Promise<void> {
  if (account.kind === 'self') return;
  for (const file of files) await chown(file, account.uid, account.gid);
}

/** The end of what a program said, on one line. */
export function lastLines(output: string): string {
  return output.split('\n').filter(Boolean).slice(-4).join(' ');
}
