import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { web } from '../../../shared/contract/web.ts';
import type { Saved } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { makeScratch } from '../../engine/run/scratch-folder.ts';
import { rm } from '../../engine/system/files.ts';
import type { Document } from '../shared/surroundings.ts';

interface Waiting {
  path: string;
  name: string;
}

/** Documents on their way into a browser: made on the disk, fetched once, and gone. */
export class Downloads {
  readonly #workspace: string;
  readonly #waiting = new Map<string, Waiting>();
  #folder: Promise<string> | null = null;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** @throws AppError output.unwritable {path, reason} */
  async add({ name, extension, write }: Document): Promise<Saved> {
    this.#folder ??= makeScratch(this.#workspace, 'downloads').catch((cause: Error) => {
      // The next document tries again.
      this.#folder = null;
      const params = { path: this.#workspace, reason: cause.message };
      throw new AppError('output.unwritable', params, { cause });
    });
    const token = randomBytes(16).toString('base64url');
    const path = join(await this.#folder, `${token}.${extension}`);
    await write(path);
    this.#waiting.set(token, { path, name });
    return { kind: 'download', url: web.download + token, name };
  }

  /** The document of a token, the first time. The caller removes the file. */
  take(token: string): Waiting | null {
    const found = this.#waiting.get(token) ?? null;
    this.#waiting.delete(token);
    return found;
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }
}
