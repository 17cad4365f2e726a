import { basename, dirname, join } from 'node:path';
import { buildIfDue, bundle, root } from './due.ts';

/**
 * Builds the preload script. It runs in a sandbox, where there are neither modules nor types: one CommonJS file that
 * requires Electron and nothing else.
 */
export async function buildPreload(out = join(root, 'dist/preload.cjs')): Promise<void> {
  await bundle({
    root,
    publicDir: false,
    build: {
      lib: {
        entry: join(root, 'electron/hosts/desktop/preload.ts'),
        formats: ['cjs'],
        fileName: () => basename(out),
      },
      outDir: dirname(out),
      emptyOutDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: { external: ['electron'] },
    },
  });
}

/** Builds the preload script where that is due. */
export async function ensurePreload(): Promise<void> {
  const sources = ['preload.ts', 'channels.ts'].map((name) => `electron/hosts/desktop/${name}`);
  await buildIfDue(sources, 'dist/preload.cjs', buildPreload);
}
