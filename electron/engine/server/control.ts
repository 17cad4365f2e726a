import { open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { processIdentity } from '../system/process.ts';
import { type Account, asAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { runCommand, serverEnvironment } from './command.ts';
import { give, lastLines, settingsName } from './initialise.ts';
import { thisMachine } from './machine.ts';
import type { ServerPaths } from './paths.ts';
import { freePort, isBusy } from './ports.ts';
import { type Postmaster, removeMisleadingFile } from './postmaster.ts';
import { serverSettings, settingsFile } from './settings.ts';

export interface Installation {
  paths: ServerPaths;
  binaries: Binaries;
  account: Account;
}

/** Seconds. Recovery after a power cut reads the whole WAL, which takes its time on an SD card. */
const startTimeout = 600;
const attempts = 20;
const pause = 250;

/**
 * Starts the server so that it outlives this process, and waits until it is ready.
 * @param preferred the port of the last time, taken again when it is free.
 * @returns the port.
 * @throws AppError `server.start` {path, reason}.
 */
export async function startServer(installed: Installation, preferred: number | null): Promise<number> {
  const { paths, binaries, account } = installed;
  await removeMisleadingFile(paths.data);
  let port = await freePort(preferred);
  for (let attempt = 1; ; attempt++) {
    const settings = serverSettings(await thisMachine(paths.data), port);
    const file = join(paths.data, settingsName);
    await writeFile(file, settingsFile(settings), { mode: 0o600 });
    await writeFile(paths.startLog, '', { mode: 0o600 });
    await give(account, file, paths.startLog, paths.logs);
    const result = await pgCtl(installed, ['start', '-w', '-t', String(startTimeout), '-l', 'start.log']);
    if (result === 0) return port;

    const said = await startMessages(paths);
    // Backends of a server that was killed end by themselves a moment later.
    const leftovers = /shared memory block|lock file .* (already exists|is empty)/.test(said);
    if (attempt >= attempts || !(leftovers || (await isBusy(port)))) {
      throw new AppError('server.start', {
        path: paths.data,
        reason: lastLines(said) || `${binaries.pgCtl}: ${result}`,
      });
    }
    // Somebody took the port between our look and the start.
    if (leftovers) await delay(pause);
    else port = await freePort(null);
  }
}

/**
 * Ends the server: politely (sessions are ended, a checkpoint is written), else at once, else by force. What was
 * committed survives each. https://www.postgresql.org/docs/current/server-shutdown.html
 * @param seconds to wait for each step.
 */
export async function stopServer(
  installed: Installation,
  running: Postmaster,
  seconds: number,
): Promise<void> {
  const identity = await processIdentity(running.pid);
  for (const mode of ['fast', 'immediate']) {
    await pgCtl(installed, ['stop', '-m', mode, '-w', '-t', String(seconds)]);
    if ((await processIdentity(running.pid)) !== identity) return;
  }
  try {
    process.kill(running.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  while ((await processIdentity(running.pid)) === identity) await delay(pause);
}

/** Runs pg_ctl on the data folder; its exit code. */
async function pgCtl(installed: Installation, args: string[]): Promise<number | null> {
  const { paths, binaries, account } = installed;
  const call = asAccount(account, binaries.pgCtl, ['-s', ...args]);
  // A file, not a pipe: on Windows the server inherits it and would keep a pipe open for ever.
  const log = await open(join(paths.logs, 'pg_ctl.log'), 'w', 0o600);
  try {
    const { code } = await runCommand(call.file, call.args, {
      ...call.options,
      // pg_ctl puts the paths it is given into a shell command without quoting `$` and the like. The data folder
      // goes through the environment instead, the log by a name in the current folder.
      cwd: paths.logs,
      env: serverEnvironment({ PGDATA: paths.data }),
      stdio: ['ignore', log.fd, log.fd],
    });
    return code;
  } finally {
    await log.close();
  }
}

/** Why the last start failed, as pg_ctl, the server before it has its own log, and that log tell it. */
async function startMessages(paths: ServerPaths): Promise<string> {
  const early = await linesOf([join(paths.logs, 'pg_ctl.log'), paths.startLog]);
  if (early.some((line) => /FATAL|PANIC|error while loading/.test(line))) return early.join('; ');
  const folder = join(paths.data, 'log');
  const names = await readdir(folder).catch(() => []);
  const dated = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), time: (await stat(join(folder, name))).mtimeMs })),
  );
  const newest = dated.sort((a, b) => b.time - a.time).slice(0, 1);
  const late = (await linesOf(newest.map(({ file }) => file))).filter((line) => /FATAL|PANIC/.test(line));
  return [...early, ...late.slice(-2)].join('; ');
}

async function linesOf(files: string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.flatMap((text) => text.split('\n')).filter(Boolean);
}
