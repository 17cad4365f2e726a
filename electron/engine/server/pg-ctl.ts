import type { SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { rmIfFree } from '../system/files.ts';
import { windowsProgram } from '../system/programs.ts';
import { asAccount } from './account.ts';
import { type CommandResult, runCommand, serverEnvironment } from './command.ts';
import type { Installation } from './installation.ts';

/** Runs pg_ctl on the data folder and keeps what it says. */
export async function pgCtl(installed: Installation, args: string[]): Promise<CommandResult> {
  const { paths, binaries, account, system } = installed;
  const options: SpawnOptions = {
    // pg_ctl puts the paths it is given into a shell command without quoting `$` and the like. The data folder goes
    // through the environment instead, the log by a name in the current folder, the server by a name in the path.
    cwd: paths.logs,
    env: serverEnvironment({ PGDATA: paths.data }),
  };
  if (system.platform === 'win32') return onWindows(paths.logs, binaries.pgCtl, args, options);
  options.env = { ...options.env, PATH: `${dirname(binaries.postgres)}${delimiter}${process.env.PATH}` };
  const server = args[0] === 'start' ? ['-p', basename(binaries.postgres)] : [];
  const call = asAccount(account, binaries.pgCtl, ['-s', ...args, ...server]);
  const file = join(paths.logs, 'pg_ctl.log');
  // A file, not a pipe: the server inherits it and would keep a pipe open for ever.
  const log = await open(file, 'w', 0o600);
  try {
    const stdio: SpawnOptions['stdio'] = ['ignore', log.fd, log.fd];
    const { code } = await runCommand(call.file, call.args, { ...call.options, ...options, stdio });
    return { code, output: await readFile(file, 'utf8') };
  } finally {
    await log.close();
  }
}

async function onWindows(
  logs: string,
  program: string,
  args: string[],
  options: SpawnOptions,
): Promise<CommandResult> {
  // The server keeps the file of its start open as long as it lives: each call has one of its own.
  const earlier = (await readdir(logs)).filter((name) => /^pg_ctl-\w+\.log$/.test(name));
  for (const name of earlier) await rmIfFree(join(logs, name));
  const name = `pg_ctl-${randomBytes(4).toString('hex')}.log`;
  const call = windowsCall(program, args, name);
  const { code } = await runCommand(call.file, call.args, { ...options, ...call.options(options.env) });
  return { code, output: await readFile(join(logs, name), 'utf8') };
}

/**
 * pg_ctl on Windows. The server has the console of who starts it, and ends with a Ctrl-C there or with the window. So it
 * gets one of its own that nobody sees, which Node gives only to a program that inherits no file of ours
 * (https://docs.libuv.org/en/v1.x/process.html): the command processor writes the file instead. A program without any
 * console (`detached`) would not do, because its children open a window.
 */
export function windowsCall(pgCtlProgram: string, args: readonly string[], log: string) {
  const line = `""%AUTOCORE_PG_CTL%" -s ${args.join(' ')} > ${log} 2>&1"`;
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
