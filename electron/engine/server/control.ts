import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { isHeld, whileHeld } from '../system/files.ts';
import { processIdentity, type Told } from '../system/process.ts';
import type { System } from '../system/programs.ts';
import type { CommandResult } from './command.ts';
import { give, lastLines, settingsName } from './initialise.ts';
import type { Installation } from './installation.ts';
import { thisMachine } from './machine.ts';
import type { ServerPaths } from './paths.ts';
import { pgCtl } from './pg-ctl.ts';
import { freePort, isBusy } from './ports.ts';
import { isNamed, type Postmaster, removeMisleadingFile } from './postmaster.ts';
import { requireRuntime } from './runtime.ts';
import { serverSettings, settingsFile } from './settings.ts';

/** Seconds. Recovery after a power cut reads the whole WAL, which takes its time on an SD card. */
const startTimeout = 600;
const attempts = 20;
const pause = 250;

/**
 * Starts the server so that it outlives this process, and waits until it is ready.
 * @param preferred the port of the last time, taken again when it is free.
 * @param launch who starts it: pg_ctl, or the system's own manager.
 * @returns the port.
 * @throws AppError `server.start` {path, reason}.
 */
export async function startServer(
  installed: Installation,
  preferred: number | null,
  launch: (installed: Installation) => Promise<CommandResult> = byPgCtl,
): Promise<number> {
  const { paths, binaries, account, system } = installed;
  await removeMisleadingFile(paths.data, system);
  let port = await freePort(preferred);
  for (let attempt = 1; ; attempt++) {
    const settings = serverSettings(await thisMachine(paths.data), port);
    const file = join(paths.data, settingsName);
    await writeFile(file, settingsFile(settings), { mode: 0o600 });
    await emptyLog(paths);
    await give(account, file, paths.startLog, paths.logs);
    const result = await launch(installed);
    if (result.code === 0) return port;

    const said = await startMessages(paths, result.output);
    requireRuntime(binaries.pgCtl, { code: result.code, output: said });
    // Backends of a server that was killed end by themselves a moment later.
    const leftovers = /shared memory block|lock file .* (already exists|is empty)/.test(said);
    if (attempt >= attempts || !(leftovers || (await isBusy(port)))) {
      throw new AppError('server.start', {
        path: paths.data,
        reason: lastLines(said) || `${binaries.pgCtl}: ${result.code}`,
      });
    }
    // Somebody took the port between our look and the start.
    if (leftovers) await delay(pause);
    else port = await freePort(null);
  }
}

const byPgCtl = (installed: Installation): Promise<CommandResult> =>
  pgCtl(installed, ['start', '-w', '-t', String(startTimeout), '-l', 'start.log']);

/** On Windows whoever may still run in the folder has it open: backends of a server that was killed, for a moment. */
async function emptyLog({ data, startLog }: ServerPaths): Promise<void> {
  await whileHeld(() => writeFile(startLog, '', { mode: 0o600 })).catch((cause: Error) => {
    throw isHeld(cause)
      ? new AppError('server.start', { path: data, reason: cause.message }, { cause })
      : cause;
  });
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
  const { paths, system } = installed;
  const before = await processIdentity(running.pid, system);
  const ended = () => hasEnded(running.pid, before, paths.data, system);
  if (await ended()) return;
  for (const mode of ['fast', 'immediate']) {
    await pgCtl(installed, ['stop', '-m', mode, '-w', '-t', String(seconds)]);
    if (await ended()) return;
  }
  try {
    process.kill(running.pid, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A service runs as somebody else.
    if (code === 'EPERM')
      throw new AppError('server.service', { name: paths.data, reason: code }, { cause: error });
    if (code !== 'ESRCH') throw error;
  }
  while (!(await ended())) await delay(pause);
}

async function hasEnded(pid: number, before: Told, data: string, system: System): Promise<boolean> {
  const now = await processIdentity(pid, system);
  if (now.is === 'gone') return true;
  if (now.is === 'known' && before.is === 'known') return now.text !== before.text;
  // The system does not tell: what the server itself left standing does.
  return !(await isNamed(pid, data));
}

/** Why the last start failed, as pg_ctl, the server before it has its own log, and that log tell it. */
async function startMessages(paths: ServerPaths, pgCtlSaid: string): Promise<string> {
  const early = [...linesIn(pgCtlSaid), ...(await linesOf([paths.startLog]))];
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
  return texts.flatMap(linesIn);
}

function linesIn(text: string): string[] {
  return text.split(/\r?\n/).filter(Boolean);
}
