import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packageFor } from '../../engine/server/binaries.ts';
import { nativeIn } from '../native.ts';
import { type Entry, filesOf, sorted } from './entries.ts';
import type { Installed } from './install.ts';
import { inside, launchersFor } from './launchers.ts';
import { nodeProgram, type System } from './systems.ts';
import { isBundleFile, wantedOf } from './wanted.ts';

/** Folders that a build has made. */
export interface Built {
  app: string;
  pages: string;
}

const here = (name: string): URL => new URL(name, import.meta.url);

/** Everything in an edition but its licences: launchers at the top, the rest in a folder below. */
export async function contentsFor(
  system: System,
  root: string,
  built: Built,
  { nodeFolder, modules }: Installed,
): Promise<Entry[]> {
  return sorted([
    ...launchersFor(system).map(({ name, ...rest }) => ({ path: name, ...rest })),
    ...(await programEntries(system, root, built, nodeFolder, inside)),
    ...(await packageEntries(system, modules, `${inside}/node_modules`)),
  ]);
}

/**
 * What the packages beside the bundle bring, in a folder: the same for every edition.
 * @param isThere whether a package was installed.
 */
export async function packageEntries(
  system: System,
  modules: string,
  into: string,
  isThere: (name: string) => boolean = () => true,
): Promise<Entry[]> {
  const wanted = Object.entries(wantedOf(system)).filter(([name]) => isThere(name));
  const files = wanted.map(([name, isWanted]) => filesOf(join(modules, name), `${into}/${name}`, isWanted));
  const server = packageFor(system.platform, system.arch);
  // On Windows there are none.
  const linked = system.platform !== 'win32' && isThere(server);
  const links = linked ? await linksOf(modules, server, into) : [];
  return [...(await Promise.all(files)).flat(), ...links];
}

/** The bundle with the Node that runs it, in a folder: the same for every edition. The packages beside it are not. */
export async function programEntries(
  system: System,
  root: string,
  built: Built,
  nodeFolder: string,
  into: string,
): Promise<Entry[]> {
  return [
    { path: `${into}/start.mjs`, text: await readFile(here('start.mjs'), 'utf8'), executable: false },
    { path: `${into}/package.json`, text: await manifest(root), executable: false },
    {
      path: `${into}/${nodeProgram(system)}`,
      file: join(nodeFolder, nodeProgram(system)),
      executable: true,
    },
    ...(await filesOf(built.app, `${into}/dist/app`, isBundleFile)),
    ...(await filesOf(built.pages, `${into}/dist/renderer`, isBundleFile)),
    ...(await filesOf(join(root, 'docs'), `${into}/docs`, isReference)),
    ...['LICENSE', 'NOTICE', 'CHANGELOG.md'].map((name) => ({
      path: `${into}/${name}`,
      file: join(root, name),
      executable: false,
    })),
  ];
}

/** Programs and libraries among the entries, with what each was built for. */
export async function nativesAmong(entries: readonly Entry[]) {
  const found = entries.map(async (entry) => {
    if (!('file' in entry)) return [];
    const native = await nativeIn(entry.file);
    return native ? [{ path: entry.path, native }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The reference, which an edition carries: how a certificate is checked, and the schema of a plan. */
function isReference(path: string): boolean {
  return /^(reference|referencia)(\/|\.md$)|^(licences|security)\.md$/.test(path);
}

/** What the program reads of its own manifest. */
async function manifest(root: string): Promise<string> {
  const { name, productName, version, license, type } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  return `${JSON.stringify({ name, productName, version, license, type }, null, 2)}\n`;
}

/**
 * Links between PostgreSQL's libraries, which a package of the registry cannot hold: its script, which does not run here,
 * would make them, or the program at its first start, which cannot where its folder is read-only.
 */
async function linksOf(modules: string, name: string, into: string): Promise<Entry[]> {
  const list = join(modules, name, 'native/pg-symlinks.json');
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  return links
    .filter(({ source }) => !/libecpg|libpgtypes/.test(source))
    .map(({ source, target }) => ({
      path: `${into}/${name}/${target}`,
      link: basename(source),
      executable: false,
    }));
}
