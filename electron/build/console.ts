import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { rename } from '../engine/system/files.ts';
import { consoleFolder } from '../start/console.ts';
import { root } from './due.ts';
import { linuxStarter } from './linux-starter.ts';
import { type Built, nativesAmong, programEntries } from './portable/contents.ts';
import { type Entry, writeEntries } from './portable/entries.ts';
import { installParts } from './portable/install.ts';
import { licencesOf } from './portable/make.ts';
import { nodeProgram, type System } from './portable/systems.ts';
import { commandFile, shellScript } from './scripts.ts';

/** Node for the system that packs, which is the one that is packed for. */
const nodeFolder = join(root, 'node_modules/node');

/** The same where that package has no program, as on a Mac: the one that a portable edition takes. */
async function nodeFor(system: System): Promise<string> {
  if (existsSync(join(nodeFolder, nodeProgram(system)))) return nodeFolder;
  return (await installParts(system, root, join(root, 'dist/parts'))).nodeFolder;
}

/**
 * The console program of the installed edition, below the package's `resources`: its script in a folder of its own, which
 * may be on a PATH, and the bundle with a Node that runs it beside the unpacked packages, which are those of the desktop
 * program. Electron's executable cannot be it: on Windows it has no console and nobody waits for its exit code, and
 * everywhere Chromium looks at the words first and ends where one of them is a URL with another one behind it.
 */
async function consoleEntries(system: System, built: Built, node: string): Promise<Entry[]> {
  const started = {
    node: posix.join('..', consoleFolder, nodeProgram(system)),
    start: posix.join('..', consoleFolder, 'start.mjs'),
  };
  const script: Entry =
    system.platform === 'win32'
      ? { path: 'bin/autocore-migrate.cmd', text: commandFile(started), executable: true }
      : { path: 'bin/autocore-migrate', text: shellScript(started, ''), executable: true };
  return [script, ...(await programEntries(system, root, built, node, consoleFolder))];
}

/**
 * Writes the console program into a package, and the licences of what is in it.
 * @param built what the package was made of, which is in its archive too: Node cannot read that, and what Electron runs
 * comes from nowhere else, or the check of the archive would be for nothing.
 * @param packages paths of the programs and libraries that the package has already.
 */
export async function addConsole(
  resources: string,
  system: System,
  built: Built,
  packages: readonly string[],
): Promise<void> {
  const node = await nodeFor(system);
  const entries = await consoleEntries(system, built, node);
  const natives = [...(await nativesAmong(entries)).map(({ path }) => path), ...packages];
  const modules = join(root, 'node_modules');
  const licences = await licencesOf(system, root, built, { nodeFolder: node, modules }, natives);
  await writeEntries(resources, [...entries, { path: 'LICENSES.txt', text: licences, executable: false }]);
}

/**
 * On Linux a script takes the place of Electron's executable, which everything starts by that name: the menu, the link
 * in /usr/bin, an AppImage.
 */
export async function addLinuxStarter(folder: string, name: string): Promise<void> {
  await rename(join(folder, name), join(folder, `${name}-window`));
  await writeEntries(folder, [{ path: name, text: linuxStarter(name), executable: true }]);
}
