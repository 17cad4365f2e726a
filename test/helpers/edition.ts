import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { tempFolder } from './folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const windows = process.platform === 'win32';
const system32 = join(process.env.SystemRoot ?? '', 'System32');

/** Nobody in particular, for tests that root runs: no folder is read-only for root. */
const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A portable edition of this system as a customer has it. */
export interface Edition {
  /** Its own folder, in which nothing can be written. */
  folder: string;
  home: string;
  workspace: string;
  /** Runs the console program to its end, as an ordinary user. */
  run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Starts it and leaves it running. */
  start(...args: string[]): ChildProcess;
  /** Ends what was started, as the system asks a program to end; its exit code where there is such an asking. */
  end(child: ChildProcess): Promise<number | null>;
}

/** Builds the edition of this system and unpacks it where customers do, on a path with blanks and accents, read-only. */
export async function unpackedEdition(): Promise<Edition> {
  const top = tempFolder();
  chmodSync(top, 0o755);
  await run(process.execPath, [join(root, 'electron/build/portable/main.ts'), '--quick', '--out', top], {
    cwd: root,
  });
  const archive = readdirSync(top).find((name) => /\.(zip|tar\.gz)$/.test(name)) ?? '';
  const [digest] = readFileSync(join(top, `${archive}.sha256`), 'utf8').split(' ');
  const bytes = readFileSync(join(top, archive));
  if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new Error('another SHA-256');
  const place = join(top, 'Área de Trabalho');
  const home = join(top, 'João');
  for (const folder of [place, home]) mkdirSync(folder);
  if (ordinary.uid !== undefined) chownSync(home, ordinary.uid, ordinary.gid);
  // The one of Windows itself knows zip files, the one of Git does not.
  await run(windows ? join(system32, 'tar.exe') : 'tar', ['-xf', join('..', archive)], { cwd: place });
  const folder = join(place, readdirSync(place)[0] ?? '');
  await forbidWriting(folder);

  const workspace = join(home, 'migrações');
  const env = { ...surroundings(home), AUTOCORE_MIGRATE_HOME: workspace };
  const options = { cwd: home, env, ...ordinary };
  const start = (...args: string[]): ChildProcess => {
    const { file, words, more } = command(folder, args);
    return spawn(file, words, { ...options, ...more });
  };
  return {
    ...{ folder, home, workspace, start },
    async run(...args) {
      const child = start(...args);
      const said = ['', ''];
      for (const [i, stream] of [child.stdout, child.stderr].entries())
        stream?.setEncoding('utf8').on('data', (text: string) => {
          said[i] += text;
        });
      child.stdin?.end();
      const [code] = await once(child, 'close');
      return { code, stdout: said[0] ?? '', stderr: said[1] ?? '' };
    },
    async end(child) {
      const ended = once(child, 'exit');
      if (windows) await run(join(system32, 'taskkill.exe'), ['/T', '/F', '/PID', String(child.pid)]);
      else child.kill('SIGTERM');
      const [code] = await ended;
      return windows ? null : code;
    },
  };
}

/** The launcher with its arguments: only the command processor runs a command file, and it reads quotes in its own way. */
function command(
  folder: string,
  args: readonly string[],
): { file: string; words: string[]; more: SpawnOptions } {
  if (!windows) return { file: join(folder, 'autocore-migrate'), words: [...args], more: {} };
  const line = [join(folder, 'autocore-migrate.cmd'), ...args].map((word) => `"${word}"`).join(' ');
  const words = ['/d', '/s', '/c', `"${line}"`];
  return { file: join(system32, 'cmd.exe'), words, more: { windowsVerbatimArguments: true } };
}

/** An environment that says no more than where the user's own folders are. */
function surroundings(home: string): Record<string, string> {
  if (!windows) return { PATH: '/usr/bin:/bin', HOME: home };
  const { SystemRoot = '', TEMP = '', USERNAME = '' } = process.env;
  return {
    ...{
      SystemRoot,
      TEMP,
      TMP: TEMP,
      USERNAME,
      PATH: `${system32};${SystemRoot}`,
      ComSpec: `${system32}\\cmd.exe`,
    },
    ...{ PATHEXT: '.COM;.EXE;.BAT;.CMD', USERPROFILE: home, LOCALAPPDATA: join(home, 'AppData', 'Local') },
  };
}

/** Nobody can write in there until the test is over; it could not be removed otherwise. */
async function forbidWriting(folder: string): Promise<void> {
  if (!windows) {
    await run('chmod', ['-R', 'a-w', folder]);
    onTestFinished(async () => void (await run('chmod', ['-R', 'u+w', folder])));
    return;
  }
  // Everyone, by the number that is the same in every language; only rights to write, as reading needs the others.
  const icacls = join(system32, 'icacls.exe');
  await run(icacls, [folder, '/deny', '*S-1-1-0:(OI)(CI)(WD,AD,WEA,WA,DC,DE)']);
  onTestFinished(async () => void (await run(icacls, [folder, '/remove:d', '*S-1-1-0'])));
}
