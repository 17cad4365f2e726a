import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../shared/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the wizard's pages into dist/renderer. */
export async function buildPages(): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'warn' });
}

/**
 * Builds the pages where that is due: in a checkout, when there are none or a source is newer. A packaged program has
 * them and no sources. @throws AppError host.noPages {path}
 */
export async function ensurePages(pages: string): Promise<void> {
  const built = await newest(join(pages, 'index.html'));
  const written = Math.max(await newest(join(root, 'renderer')), await newest(join(root, 'shared')));
  if (built > 0 && built >= written) return;
  try {
    await buildPages();
  } catch (cause) {
    throw new AppError('host.noPages', { path: pages }, { cause });
  }
}

/** Time of the newest file in there, in milliseconds; 0 when there is none. */
async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const times = await Promise.all((await readdir(path)).map((name) => newest(join(path, name))));
  return Math.max(0, ...times);
}
