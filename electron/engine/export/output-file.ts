import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the export, as its list has it. */
export interface ExportedFile {
  /** Below the folder, with slashes on every system. */
  path: string;
  bytes: number;
  sha256: string;
}

/** A file while it is written, from front to back. What it holds is the customer's: nobody else may read it. */
export class OutputFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(folder: string, path: string): Promise<OutputFile> {
    return new OutputFile(path, await open(join(folder, ...path.split('/')), 'wx', 0o600));
  }

  async write(data: string | Buffer): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
    this.bytes += bytes.length;
  }

  async end(): Promise<ExportedFile> {
    await this.close();
    return { path: this.path, bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
