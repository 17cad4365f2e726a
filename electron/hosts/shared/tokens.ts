import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { FileToken, PickedFile } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';

/**
 * Paths that the user chose, by random tokens. A page only ever holds tokens: whatever it is made to do, it cannot name
 * a file of its own invention.
 */
export class FileTokens {
  readonly #paths = new Map<FileToken, string>();
  readonly #tokens = new Map<string, FileToken>();

  /** The same path has the same token for as long as the host lives. */
  give(path: string): PickedFile {
    let token = this.#tokens.get(path);
    if (token === undefined) {
      token = randomBytes(16).toString('base64url');
      this.#tokens.set(path, token);
      this.#paths.set(token, path);
    }
    return { token, name: basename(path) || path, path };
  }

  /** @throws AppError host.unknownFile {} */
  path(token: FileToken): string {
    const path = this.#paths.get(token);
    if (path === undefined) throw new AppError('host.unknownFile');
    return path;
  }
}
