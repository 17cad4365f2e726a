import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { FileToken, PickedFile } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';

/**
 * Paths that the user chose, by random tokens. A page only ever holds tokens: whatever it is made to do, it cannot name
 * a file of its own invention. What a path led to when it was chosen is kept with it, so that a link that is turned
 * round afterwards leads nowhere. (Not the number of the file: databases and .env files are replaced by renaming, and
 * on FAT drives, such as USB sticks, the numbers change by themselves.)
 */
export class FileTokens {
  readonly #chosen = new Map<FileToken, { path: string; real: string | null }>();
  readonly #tokens = new Map<string, FileToken>();

  /**
   * The same path has the same token for as long as the host lives.
   * @param real what the path leads to, where somebody has looked already; null while there is nothing.
   */
  give(path: string, real = realPath(path)): PickedFile {
    const token = this.#tokens.get(path) ?? randomBytes(16).toString('base64url');
    this.#tokens.set(path, token);
    this.#chosen.set(token, { path, real });
    return { token, name: basename(path) || path, path };
  }

  /** @throws AppError host.unknownFile {} also when the path leads elsewhere by now. */
  path(token: FileToken): string {
    const chosen = this.#chosen.get(token);
    if (chosen === undefined) throw new AppError('host.unknownFile');
    const real = realPath(chosen.path);
    // What is gone is left to whoever opens it, who says so by its name.
    if (chosen.real !== null && real !== null && real !== chosen.real) throw new AppError('host.unknownFile');
    return chosen.path;
  }
}

/**
 * Null for what cannot be reached. As the system spells it, like `realpath` of `fs/promises`, with which it is compared:
 * on Windows a name in another case or a short one would be another path.
 */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}
