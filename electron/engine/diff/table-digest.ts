import { createHash, type Hash } from 'node:crypto';

const newline = 10;

/**
 * Lines whose digest is one line of the table's: a server that computes the same holds no more of a table at once.
 * Part of the definition in docs/reference/digest.md, like all that is here.
 */
const linesPerGroup = 100;

/**
 * The digest of a table whose rows have an order: the SHA-256 of the digests of each hundred of its lines, in
 * hexadecimal, one a line. Its lines come in blocks, as they are compared.
 */
export class TableDigest {
  lines = 0;
  #whole: Hash;
  #group: Hash;

  constructor(whole = createHash('sha256'), group = createHash('sha256'), lines = 0) {
    this.#whole = whole;
    this.#group = group;
    this.lines = lines;
  }

  /** Adds whole lines, each with its newline. */
  add(block: Buffer): void {
    let from = 0;
    for (let end = block.indexOf(newline); end !== -1; end = block.indexOf(newline, end + 1)) {
      this.lines++;
      if (this.lines % linesPerGroup !== 0) continue;
      this.#group.update(block.subarray(from, end + 1));
      this.#closeGroup();
      from = end + 1;
    }
    if (from < block.length) this.#group.update(block.subarray(from));
  }

  /** The same so far, to go on by itself. */
  copy(): TableDigest {
    return new TableDigest(this.#whole.copy(), this.#group.copy(), this.lines);
  }

  /** Hexadecimal; nothing can be added afterwards. */
  end(): string {
    if (this.lines % linesPerGroup !== 0) this.#closeGroup();
    return this.#whole.digest('hex');
  }

  #closeGroup(): void {
    this.#whole.update(`${this.#group.digest('hex')}\n`);
    this.#group = createHash('sha256');
  }
}

/** The digest of a table whose rows have no order: of their number, and of the sum of their lines' digests. */
export function unorderedDigest(rows: number, sum: bigint): string {
  return createHash('sha256').update(`${rows} ${sum}`).digest('hex');
}
