import type { OutputFile } from './output-file.ts';
import type { OutputFolder } from './output-folder.ts';

/**
 * COPY text as psql runs it: the statement, the lines, and the end of the data. So it works wherever psql was called
 * from, which \copy with a path does not. A file is begun with its first line and another one when it is long enough.
 */
export class CopyFiles {
  readonly #folder: OutputFolder;
  readonly #stem: string;
  readonly #sql: string;
  readonly #longest: number;
  readonly paths: string[] = [];
  #file: OutputFile | null = null;

  /** @param stem path of the files, without what they end with */
  constructor(folder: OutputFolder, stem: string, sql: string, longest: number) {
    this.#folder = folder;
    this.#stem = stem;
    this.#sql = sql;
    this.#longest = longest;
  }

  /** Adds whole lines, each with its newline. */
  async add(lines: string | Buffer): Promise<void> {
    if (this.#file !== null && this.#file.bytes >= this.#longest) await this.end();
    this.#file ??= await this.#next();
    await this.#folder.write(this.#file, lines);
  }

  async end(): Promise<void> {
    if (this.#file === null) return;
    await this.#folder.write(this.#file, '\\.\n');
    await this.#folder.end(this.#file);
    this.#file = null;
  }

  async #next(): Promise<OutputFile> {
    const part = this.paths.length === 0 ? '' : `.${this.paths.length + 1}`;
    const path = `${this.#stem}${part}.copy`;
    this.paths.push(path);
    const file = await this.#folder.begin(path);
    await this.#folder.write(file, `${this.#sql};\n`);
    return file;
  }
}
