import type { SpawnOptions } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { windowsProgram } from '../system/programs.ts';
import { asAccount } from './account.ts';
import { runCommand, serverEnvironment } from './command.ts';
import type { Installation } from './installation.ts';

/** Where pg_ctl's own words go, in the folder of logs. */
export const pgCtlLog = 'pg_ctl.log';

/** Runs pg_ctl on the data folder; its exit code. */
export async function pgCtl(installed: Installation, args: string[]): Promise<number | null> {
  const { paths, binaries, account, system } = installed;
  const options: SpawnOptions = {
    // pg_ctl puts the paths it is given into a shell command without quoting `$` and the like. The data folder goes
    // through the environment instead, the log by a name in the current folder.
    cwd: paths.logs,
    env: serverEnvironment({ PGDATA: paths.data }),
  };
  const file = join(paths.logs, pgCtlLog);
  if (system.platform === 'win32') {
    await writeFile(file, '', { mode: 0o600 });
    const call = windowsCall(binaries.pgCtl, args);
    return (await runCommand(call.file, call.args, { ...options, ...call.options(options.env) })).code;
  }
  const call = asAccount(account, binaries.pgCtl, ['-s', ...args]);
  // A file, not a pipe: the server inherits it and would keep a pipe open for ever.
  const log = await open(file, 'w', 0o600);
  try {
    const stdio: SpawnOptions['stdio'] = ['ignore', log.fd, log.fd];
    return (await runCommand(call.file, call.args, { ...call.options, ...options, stdio })).code;
  } finally {
    await log.close();
  }
}

/**
 * pg_ctl on Windows. The server has the console of who starts it, and ends with a Ctrl-C there or with the window. So it
 * gets one of its own that nobody sees, which Node gives only to a program that inherits no file of ours
 * (https://docs.libuv.org/en/v1.x/process.html): the command processor writes the file instead. A program without any
 * console (`detached`) would not do, because its children open a window.
 */
export function windowsCall(pgCtlProgram: string, args: readonly string[]) {
  const line = `""%AUTOCORE_PG_CTL%" -s ${args.join(' ')} > ${pgCtlLog} 2>&1"`;
  return {
    file: windowsProgram('cmd.exe'),
    args: ['/d', '/v:off', '/s', '/c', line],
    options: (env: NodeJS.ProcessEnv = {}): SpawnOptions => ({
      stdio: 'ignore',
      windowsHide: true,
      windowsVerbatimArguments: true,
      // By a variable: whatever stands in a path, the command processor does not read it.
      env: { ...env, AUTOCORE_PG_CTL: pgCtlProgram },
    }),
  };
}
