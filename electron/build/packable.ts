import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rm } from '../engine/system/files.ts';
import { buildApp } from './app.ts';
import { root } from './due.ts';
import { buildPages } from './pages.ts';
import { type Built, packageEntries } from './portable/contents.ts';
import { writeEntries } from './portable/entries.ts';
import { systemOf } from './portable/systems.ts';
import { buildPreload } from './preload.ts';

/** A system that is packed for, in Node's words. */
export interface PackedFor {
  platform: string;
  arch: string;
}

/** What electron-builder tells a hook of the system. */
export interface ForSystem {
  electronPlatformName: string;
  /** electron-builder's own number. */
  arch: number;
}

const arches = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'];

export function packedFor({ electronPlatformName, arch }: ForSystem): PackedFor {
  return { platform: electronPlatformName, arch: arches[arch] ?? '' };
}

const folder = join(root, 'dist/packed');

/** The package's `dist`, which its console program is made of too. */
export const packable: Built = { app: join(folder, 'dist/app'), pages: join(folder, 'dist/renderer') };

/**
 * electron-builder calls it before it packs, and packs what it puts into dist/packed (electron-builder.yml): everything
 * that runs, built anew, for what a checkout has may be older and does not tell what went into it; and of the packages
 * beside it the same files that a portable edition has.
 */
export default async function beforePack(context: ForSystem): Promise<void> {
  const { platform, arch } = packedFor(context);
  await rm(folder, { recursive: true, force: true });
  await buildApp(packable.app);
  await buildPages(packable.pages);
  await buildPreload(join(folder, 'dist/preload.cjs'));
  const modules = join(root, 'node_modules');
  // One that npm did not install for this system is missed, and named, when all is packed.
  const entries = await packageEntries(systemOf(platform, arch), modules, 'packages', (name) =>
    existsSync(join(modules, name)),
  );
  await writeEntries(folder, entries);
}
