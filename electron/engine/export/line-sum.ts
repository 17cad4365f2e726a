import { hash } from 'node:crypto';

const newline = 10;
/** Hexadecimal digits of a word. */
const digits = 12;
/** So many words and one more are still a whole number in JavaScript. */
const mostWords = 16;

/** How many lines there are and what they hold, whatever their order. */
export interface LineCount {
  rows: number;
  digest: string;
}

/**
 * Sum of the SHA-256 of lines, two words of 48 bits each: a sum needs neither an order nor memory, and words of that
 * size cost neither side its slow numbers. Clarke et al., "Incremental Multiset Hash Functions", ASIACRYPT 2003.
 */
export class LineSum {
  #rows = 0;
  #sums: [bigint, bigint] = [0n, 0n];
  #first = 0;
  #second = 0;

  /** Adds a line, as it is. */
  add(line: Buffer | string): void {
    const hex = hash('sha256', line, 'hex');
    this.#first += Number.parseInt(hex.slice(0, digits), 16);
    this.#second += Number.parseInt(hex.slice(digits, 2 * digits), 16);
    this.#rows++;
    if (this.#rows % mostWords === 0) this.#carry();
  }

  /** Adds every line of a block, each with its newline. */
  addLines(block: Buffer): void {
    for (let at = 0; at < block.length; ) {
      const end = block.indexOf(newline, at) + 1;
      this.add(block.subarray(at, end));
      at = end;
    }
  }

  get count(): LineCount {
    this.#carry();
    return { rows: this.#rows, digest: this.#sums.join(' ') };
  }

  #carry(): void {
    this.#sums = [this.#sums[0] + BigInt(this.#first), this.#sums[1] + BigInt(this.#second)];
    this.#first = 0;
    this.#second = 0;
  }
}

/**
 * Query for the same of the lines that an expression makes: `rows` and `digest`.
 * @param from what follows FROM
 */
export function lineSumSql(line: string, from: string): string {
  const word = (at: number) =>
    `coalesce(sum(('x' || substr(h.hex, ${1 + at * digits}, ${digits}))::bit(${4 * digits})::bigint), 0)`;
  // OFFSET keeps the digest from being computed once for each word.
  return `select count(*) as rows, ${word(0)} || ' ' || ${word(1)} as digest
    from (select encode(sha256(convert_to(${line}, 'UTF8')), 'hex') as hex from ${from} offset 0) h`;
}
