import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LockFile, type Pinned, partsFor, type System } from './systems.ts';

const run = promisify(execFile);

/** Where the packages of a system were put. */
export interface Installed {
  /** Node's own package. */
  node: Pinned;
  /** Its folder. */
  nodeFolder: string;
  /** The folder `node_modules` with all of them. */
  modules: string;
}

/**
 * Installs the packages of a system into a folder: exactly those that the lock file pins, without their scripts, which
 * belong to the system that builds.
 * @throws Error that names a part which does not exist for that system.
 */
export async function installParts(system: System, root: string, folder: string): Promise<Installed> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  const { node, others } = partsFor(system, lock);
  const files = lockFor([node, ...others]);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(files.manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(files.lock));
  await npm(folder, [
    ...['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    ...[`--os=${system.platform}`, `--cpu=${system.arch}`],
  ]);
  const modules = join(folder, 'node_modules');
  return { node, nodeFolder: join(modules, node.name), modules };
}

/**
 * The same packages where this checkout has them already, installed from the same lock file: what a test of the system
 * itself needs, without installing a quarter of a gigabyte again. Null where one is missing or has another version.
 */
export async function partsOfCheckout(system: System, root: string): Promise<Installed | null> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  const { node, others } = partsFor(system, lock);
  const modules = join(root, 'node_modules');
  // The `node` package installs the one of the system below itself.
  const nodeFolder = join(modules, 'node/node_modules', node.name);
  const wanted = [
    { folder: nodeFolder, version: node.version },
    ...others.map(({ name, version }) => ({ folder: join(modules, name), version })),
  ];
  for (const { folder, version } of wanted) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest) || JSON.parse(await readFile(manifest, 'utf8')).version !== version)
      return null;
  }
  return { node, nodeFolder, modules };
}

/** A manifest and a lock file for these packages alone: what they depend on is in the bundle, or never called. */
export function lockFor(parts: readonly Pinned[]): { manifest: object; lock: object } {
  const dependencies = Object.fromEntries(parts.map(({ name, version }) => [name, version]));
  const entries = parts.map(({ name, version, integrity }) => [
    `node_modules/${name}`,
    { version, integrity },
  ]);
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { '': { dependencies }, ...Object.fromEntries(entries) },
  };
  return { manifest: { dependencies }, lock };
}

/** The npm that runs the script, or the one on the PATH. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const script = process.env.npm_execpath;
  if (script !== undefined && /\.c?js$/.test(script)) await run(process.execPath, [script, ...args], { cwd });
  // On Windows a command file, which only the command processor runs; nothing of it comes from outside.
  else await run('npm', [...args], { cwd, shell: process.platform === 'win32' });
}
