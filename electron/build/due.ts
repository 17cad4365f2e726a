import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { withFileLock } from '../engine/system/lock.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Name of the file in a bundle that tells the packages in it, and their licences. */
export const licencesFile = 'licences.json';

/** Milliseconds that another process may take to build. */
const patience = 120_000;

/**
 * Runs `build` where it is due: when a source is newer than what was built of it, or nothing was. Without the first
 * source, as in a packaged program, nothing is due. Of several processes one builds, and the others wait for it.
 */
export async function buildIfDue(
  sources: readonly string[],
  built: string,
  build: () => Promise<void>,
): Promise<void> {
  if (!(await isDue(sources, built))) return;
  await mkdir(join(root, 'dist'), { recursive: true });
  await withFileLock(join(root, 'dist/build-lock.db'), patience, async () => {
    if (await isDue(sources, built)) await build();
  });
}

/**
 * A build of vite as for people, whatever it is started from: without this, one that tests start is made of the packages'
 * own versions for development, several times as slow as what people get. The sources are those of this checkout, and no
 * configuration file is looked for unless one is named.
 */
export async function bundle(options: InlineConfig): Promise<void> {
  const { build } = await import('vite');
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: false, logLevel: 'warn', ...options });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function isDue(sources: readonly string[], built: string): Promise<boolean> {
  const written = await Promise.all(sources.map((path) => newest(join(root, path))));
  return written[0] !== 0 && (await newest(join(root, built))) < Math.max(...written);
}

/** Time of the newest file in there, in milliseconds; 0 when there is none. */
async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const times = await Promise.all((await readdir(path)).map((name) => newest(join(path, name))));
  return Math.max(0, ...times);
}
