import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { buildIfDue, bundle, licencesFile, root } from './due.ts';

/** Builds the wizard's pages. Another folder gets the licences of what went into them besides, in `licencesFile`. */
export async function buildPages(out?: string): Promise<void> {
  // `native`: the configuration is run as it is, and no temporary file is written beside it.
  await bundle({
    configFile: join(root, 'renderer/vite.config.ts'),
    configLoader: 'native',
    ...(out === undefined ? {} : { build: { outDir: out, license: { fileName: licencesFile } } }),
  });
}

/** Builds the pages where that is due. @throws AppError host.noPages {path, reason} */
export async function ensurePages(pages: string): Promise<void> {
  try {
    await buildIfDue(
      ['renderer', 'shared', 'docs', 'electron/build/guide'],
      'dist/renderer/index.html',
      buildPages,
    );
  } catch (cause) {
    throw new AppError('host.noPages', { path: pages, reason: (cause as Error).message }, { cause });
  }
  if (!existsSync(join(pages, 'index.html'))) throw new AppError('host.noPages', { path: pages, reason: '' });
}
