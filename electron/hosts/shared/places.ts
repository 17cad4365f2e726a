import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dotenvValues } from '../../engine/cutover/env-dotenv.ts';

export interface FoundFile {
  path: string;
  bytes: number;
  modified: Date;
}

export interface Surrounding {
  home: string;
  /** Working directory: often a checkout. */
  cwd: string;
  /** Null where there are no such places. */
  systemRoot: string | null;
}

/** Where AutoCore keeps its database, on the gateway and in a checkout, the likeliest first. */
export function usualPaths({ home, cwd, systemRoot }: Surrounding): string[] {
  const file = join('database', 'autocore.db');
  const gateway =
    systemRoot === null
      ? []
      : [
          join(systemRoot, 'opt/autocore'),
          join(systemRoot, 'home/pi/autocore'),
          join(systemRoot, 'home/pi/AutoCore'),
        ];
  const checkouts = [
    cwd,
    ...['autocore', 'AutoCore', 'Documents/AutoCore', 'Desktop/AutoCore'].map((each) => join(home, each)),
  ];
  const strays = [cwd, home, join(home, 'Downloads'), join(home, 'Desktop'), join(home, 'Documents')];
  return [
    ...[...gateway, ...checkouts].map((folder) => join(folder, file)),
    ...strays.map((folder) => join(folder, 'autocore.db')),
  ];
}

/** The environment files of AutoCore's services in an installation of it. */
function environmentFilesIn(folder: string): string[] {
  return ['.env', 'gateway/.env', 'config-app/backend/.env'].map((name) => join(folder, name));
}

/** Those in the usual installations; they can name another place for the database. */
function environmentFiles({ systemRoot, cwd }: Omit<Surrounding, 'home'>): string[] {
  const folders = [...(systemRoot === null ? [] : [join(systemRoot, 'opt/autocore')]), cwd];
  return folders.flatMap(environmentFilesIn);
}

/** The application's environment files that can be seen from here: beside a database, and in the usual places. */
export async function environmentFilesFor(source: string, cwd: string): Promise<FoundFile[]> {
  const folder = dirname(source);
  const around = { cwd, systemRoot: process.platform === 'win32' ? null : '/' };
  const beside = [folder, dirname(folder)].flatMap(environmentFilesIn);
  return existing([...beside, ...environmentFiles(around)]);
}

/** DATABASE_PATH of an environment file, as python-dotenv reads it; null without one. */
export function databasePath(text: string): string | null {
  return dotenvValues(text).get('DATABASE_PATH') || null;
}

/** The files among these paths that exist and can be seen, each once (also behind links), in their order. */
export async function existing(paths: readonly string[]): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    const file = await look(path);
    if (file && !found.has(file.real)) found.set(file.real, file);
  }
  return [...found.values()];
}

/** Every file in the usual places that exists. */
export async function usualFiles(around: Surrounding): Promise<FoundFile[]> {
  const named = await Promise.all(
    environmentFiles(around).map(async (file) => {
      // Often readable by root alone; then there is nothing to learn from it.
      const path = databasePath(await readFile(file, 'utf8').catch(() => ''));
      return path === null ? [] : [resolve(dirname(file), path)];
    }),
  );
  return existing([...named.flat(), ...usualPaths(around)]);
}

async function look(path: string): Promise<(FoundFile & { real: string }) | null> {
  try {
    const [real, { size, mtime }] = await Promise.all([realpath(path), stat(path)]);
    return size > 0 ? { path, real, bytes: size, modified: mtime } : null;
  } catch {
    // Missing, or in a folder of another user: no offer, and no failure.
    return null;
  }
}
