import { closeSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import { AppError } from '../../shared/errors.ts';
import { visibleLines } from '../../shared/visible.ts';
import type { Logger } from './context.ts';
import { type LogLevel, logPath } from './log-path.ts';
import { isHeld, renameSync } from './system/files.ts';

const largest = 5 * 1024 * 1024;
/** Milliseconds. */
const rotateWait = 300;

/**
 * Opens the log of a workspace that exists: one JSON object a line, written at once so that nothing is lost with the process, and fit to be
 * shown in a terminal. Beyond
 * 5 MiB the old log is put aside as `.old`. `onLine` gets every line too. What is logged behind `close` is left out.
 * Errors: workspace.unwritable.
 */
export function openLog(
  workspace: string,
  level: LogLevel,
  onLine?: (line: string) => void,
): Logger & { close(): void } {
  const path = logPath(workspace);
  const file = openFile(path);
  const write = (line: string): void => {
    file.write(line);
    onLine?.(line.trimEnd());
  };
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withoutSecrets },
      hooks: { streamWrite: (line) => visibleLines(withoutUrlPasswords(line)) },
    },
    { write },
  );
  return Object.assign(log, { close: file.close });
}

function openFile(path: string): ReturnType<typeof lineFile> {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largest) putAside(path);
    // Readable by its owner alone: it names files and servers of a customer.
    return lineFile(openSync(path, 'a', 0o600), path);
  } catch (cause) {
    throw new AppError(
      'workspace.unwritable',
      { path: dirname(path), reason: (cause as Error).message },
      { cause },
    );
  }
}

/** One that somebody reads or scans on Windows goes on growing: the work that is logged does not wait for them. */
function putAside(path: string): void {
  try {
    renameSync(path, `${path}.old`, rotateWait);
  } catch (error) {
    if (!isHeld(error)) throw error;
  }
}

/** A full disk must not end the work that is logged: lines are left out until there is space, and that is said. */
function lineFile(fd: number, path: string): { write(line: string): void; close(): void } {
  let lost = 0;
  let open = true;
  // A disk that fills up takes half a line, from an earlier process perhaps: the next one must not stand behind it.
  let torn = isTorn(path);
  const put = (line: string): boolean => {
    const bytes = Buffer.from(torn ? `\n${line}` : line);
    const written = writeWhatFits(fd, bytes);
    if (written > 0) torn = written < bytes.length;
    return written === bytes.length;
  };
  return {
    write(line) {
      // Its number may be another file's by now.
      if (!open) return;
      const note = `${JSON.stringify({ level: 'warn', lost, msg: 'lines lost: disk full' })}\n`;
      if (lost > 0 && put(note)) lost = 0;
      if (lost > 0 || !put(line)) lost++;
    },
    close() {
      if (open) closeSync(fd);
      open = false;
    },
  };
}

function writeWhatFits(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (/^(ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? '')) return 0;
    throw error;
  }
}

function isTorn(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(file);
  }
}

const secretName = /pass(word|wd|phrase|file)?$|secret|token/i;

/** The details of a log line with every value under a secret's name hidden, at any depth. */
export function withoutSecrets(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      secretName.test(name) ? '[hidden]' : hideIn(value),
    ]),
  );
}

function hideIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideIn);
  const plain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? withoutSecrets(value as Record<string, unknown>) : value;
}

/** Drivers put whole connection URLs into their messages. */
export function withoutUrlPasswords(line: string): string {
  return line
    .replace(/(\w+:\/\/[^\s:@/"]*):[^\s"]*@/g, '$1:[hidden]@')
    .replace(/(password\s*=\s*)('[^']*'|[^\s&"]+)/gi, '$1[hidden]');
}
