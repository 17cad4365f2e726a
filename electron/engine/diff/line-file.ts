import { closeSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs';

/** COPY lines of one table in a file of their own: as many as there are, in bounded memory. Made with its first line. */
export class LineFile {
  readonly path: string;
  #file: number | null = null;
  /** Lines written. */
  lines = 0;

  constructor(path: string) {
    this.path = path;
  }

  add(line: Buffer): void {
    this.#file ??= openSync(this.path, 'wx', 0o600);
    // Unlike a single write, all of it.
    writeFileSync(this.#file, line);
    this.lines++;
  }

  /** Ends the writing: the lines are on the disk when this returns. */
  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** What was written, in pieces of any size. */
  *read(): Generator<Buffer> {
    if (this.lines === 0) return;
    const file = openSync(this.path, 'r');
    try {
      for (;;) {
        const piece = Buffer.allocUnsafe(1 << 16);
        const length = readSync(file, piece, 0, piece.length, null);
        if (length === 0) return;
        yield piece.subarray(0, length);
      }
    } finally {
      closeSync(file);
    }
  }
}
