import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FolderEntry, FolderListing } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FileTokens } from './tokens.ts';

const most = 2000;
/** Milliseconds. */
const silence = 1500;
const sqliteMagic = 'SQLite format 3\0';

/**
 * A browser for files on the host's computer that sees nothing outside of the folders the user allowed: also not
 * through links, which is why every path is resolved before it is compared, and handed out as it was resolved.
 */
export class FileBrowser {
  readonly #folders: readonly string[];
  #roots: readonly string[] = [];
  readonly #files: FileTokens;

  private constructor(folders: readonly string[], files: FileTokens) {
    this.#folders = folders;
    this.#files = files;
  }

  /** @param folders allowed where they exist, and as soon as they do: a stick that is put in later has a drive of its own. */
  static async over(folders: readonly string[], files: FileTokens): Promise<FileBrowser> {
    const browser = new FileBrowser(folders, files);
    browser.#roots = await FileBrowser.roots(folders);
    return browser;
  }

  /**
   * Folders as they are after every link; without those that do not exist or lie inside another one. A whole drive hides
   * nothing: the folders that are named besides are where somebody begins.
   */
  static async roots(folders: readonly string[]): Promise<string[]> {
    const real = await Promise.all(folders.map((folder) => answered(folder)));
    const there = [...new Set(real.filter((folder) => folder !== null))];
    return there.filter(
      (folder) =>
        !isWithin(
          folder,
          there.filter((other) => other !== folder && dirname(other) !== other),
        ),
    );
  }

  /** Where to begin, as it is now. */
  async roots(): Promise<FolderListing['folder'][]> {
    this.#roots = await FileBrowser.roots(this.#folders);
    return this.#roots.map((root) => this.#files.give(root, root));
  }

  /** @throws AppError source.missing, source.unreadable {path, reason} for a folder that cannot be read. */
  async list(path: string, all: boolean): Promise<FolderListing> {
    const folder = await this.#allowed(path);
    const found = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
      throw new AppError('source.unreadable', { path: folder, reason: (cause as Error).message }, { cause });
    });
    const shown = found.filter(({ name }) => all || !name.startsWith('.'));
    const folders = await foldersAmong(folder, shown);
    const names = shown.sort(
      (a, b) => Number(folders.has(b)) - Number(folders.has(a)) || (a.name < b.name ? -1 : 1),
    );
    const entries: FolderEntry[] = [];
    let cut = false;
    for (const entry of names) {
      const seen = await this.#entry(folder, entry, all);
      if (!seen) continue;
      cut = entries.length >= most;
      if (cut) break;
      entries.push(seen);
    }
    const above = dirname(folder);
    const parent =
      isWithin(above, this.#roots) && above !== folder ? this.#files.give(above, above).token : null;
    return { folder: this.#files.give(folder, folder), parent, entries, cut };
  }

  /** A file to work with. @throws AppError source.missing, source.folder {path}, host.unknownFile. */
  async take(path: string): Promise<FolderListing['folder']> {
    const file = await this.#allowed(path);
    if ((await stat(file)).isDirectory()) throw new AppError('source.folder', { path: file });
    return this.#files.give(file, file);
  }

  /** The real path of a folder to work in. @throws AppError source.missing {path}, host.unknownFile. */
  async folder(path: string): Promise<string> {
    const folder = await this.#allowed(path);
    if (!(await stat(folder)).isDirectory()) throw new AppError('host.unknownFile');
    return folder;
  }

  /** True for a real path in an allowed folder. */
  reaches(real: string): boolean {
    return isWithin(real, this.#roots);
  }

  /** The real path, when it lies in an allowed folder. What is outside is as unknown as what does not exist. */
  async #allowed(path: string): Promise<string> {
    const real = await realpath(path).catch((cause: unknown) => {
      throw new AppError('source.missing', { path }, { cause });
    });
    if (!isWithin(real, this.#roots)) throw new AppError('host.unknownFile');
    return real;
  }

  async #entry(folder: string, entry: Dirent, all: boolean): Promise<FolderEntry | null> {
    const path = join(folder, entry.name);
    try {
      const real = entry.isSymbolicLink() ? await realpath(path) : path;
      if (!isWithin(real, this.#roots)) return null;
      const info = await stat(real);
      const modified = info.mtime.toISOString();
      // By the name that it has here, and for what is behind it.
      const shown = () => ({ ...this.#files.give(real, real), name: entry.name });
      if (info.isDirectory()) return { ...shown(), kind: 'folder', bytes: null, modified };
      if (!info.isFile() || !(all || (await isSqlite(real)))) return null;
      return { ...shown(), kind: 'file', bytes: info.size, modified };
    } catch {
      // Gone since, a link to nowhere, or of another user: nothing that could be picked.
      return null;
    }
  }
}

/** Those that are folders, or links to one. */
async function foldersAmong(folder: string, entries: readonly Dirent[]): Promise<ReadonlySet<Dirent>> {
  const found = new Set(entries.filter((entry) => entry.isDirectory()));
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const info = await stat(join(folder, entry.name)).catch(() => null);
    if (info?.isDirectory()) found.add(entry);
  }
  return found;
}

/** Folders that have been asked for and have not answered. */
const asked = new Map<string, Promise<string | null>>();

/**
 * The real path of a folder; null where there is none, or none that answers in time: a network drive whose server is out
 * of reach keeps silent for half a minute, and must not keep the others from being shown. It is not asked a second time
 * meanwhile, because each question holds one of the few threads for files; when it answers, the next list has it.
 * @param resolve what asks the system
 */
export async function answered(
  folder: string,
  resolve: (folder: string) => Promise<string> = realpath,
  patience = silence,
): Promise<string | null> {
  const answer = asked.get(folder) ?? resolve(folder).catch(() => null);
  asked.set(folder, answer);
  void answer.then(() => asked.delete(folder));
  const late = new AbortController();
  const given = await Promise.race([answer, delay(patience, null, { signal: late.signal })]);
  late.abort();
  return given;
}

/** True for the folders themselves and everything in them. Both sides are real paths. */
export function isWithin(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
}

async function isSqlite(path: string): Promise<boolean> {
  if (/\.(db|db3|sqlite|sqlite3)$/i.test(path)) return true;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead === 16 && buffer.toString('latin1') === sqliteMagic;
  } finally {
    await file.close();
  }
}
