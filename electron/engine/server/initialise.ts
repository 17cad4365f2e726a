import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type Account, asAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { runCommand, serverEnvironment } from './command.ts';
import { newCredentials, superuser, writeCredentials } from './credentials.ts';
import type { ServerPaths } from './paths.ts';

/** Name of our settings file inside the data folder. */
export const settingsName = 'autocore.conf';

/** Major version that made the data folder, or null when there is none yet. */
export async function dataVersion(paths: ServerPaths): Promise<string | null> {
  return readFile(join(paths.data, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}

/**
 * Makes the data folder. It is made under another name and renamed when complete: whatever an interruption leaves
 * behind is thrown away by the next try.
 * @throws AppError `server.start` {path, reason}.
 */
export async function initialise(paths: ServerPaths, binaries: Binaries, account: Account): Promise<void> {
  const passwordFile = join(paths.folder, 'password.part');
  await rm(paths.part, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  const credentials = newCredentials();
  try {
    await mkdir(paths.part, { mode: 0o700 });
    await writeFile(passwordFile, credentials.superuser, { mode: 0o600, flag: 'wx' });
    await give(account, paths.part, passwordFile);
    const call = asAccount(account, binaries.initdb, [
      `--pgdata=${paths.part}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions'],
    ]);
    const { code, output } = await runCommand(call.file, call.args, {
      ...call.options,
      env: serverEnvironment(),
    });
    if (code !== 0) throw new AppError('server.start', { path: paths.data, reason: lastLines(output) });
    await writeFile(join(paths.part, 'postgresql.conf'), `\ninclude_if_exists = '${settingsName}'\n`, {
      flag: 'a',
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeCredentials(paths.credentials, credentials);
  await rename(paths.part, paths.data);
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
