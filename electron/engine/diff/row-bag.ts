import { createHash } from 'node:crypto';
import { withDigest } from './multiset.ts';

/** Results of reckoning with REALs that differ by less, measured by the larger one, are the same. */
const tolerance = 1e-12;

/** More rows with reckoned numbers are not held in memory. */
export const mostReckoned = 200_000;

/**
 * Rows in any order: what crosses exactly as a line, and beside it what was reckoned with REALs, whose last digits
 * depend on the order in which a database adds them up.
 * Clarke et al., "Incremental Multiset Hash Functions", ASIACRYPT 2003.
 */
export class RowBag {
  rows = 0;
  #sum = 0n;
  readonly #reckoned = new Map<string, number[][]>();

  /** @param reckoned NaN for NULL */
  add(line: string, reckoned: number[]): void {
    this.rows++;
    if (reckoned.length === 0) {
      this.#sum = withDigest(this.#sum, createHash('sha256').update(line).digest());
      return;
    }
    const others = this.#reckoned.get(line);
    if (others) others.push(reckoned);
    else this.#reckoned.set(line, [reckoned]);
  }

  equals(other: RowBag): boolean {
    if (this.rows !== other.rows || this.#sum !== other.#sum) return false;
    if (this.#reckoned.size !== other.#reckoned.size) return false;
    return [...this.#reckoned].every(([line, rows]) => sameNumbers(rows, other.#reckoned.get(line) ?? []));
  }
}

function sameNumbers(a: number[][], b: number[][]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [a.toSorted(inOrder), b.toSorted(inOrder)];
  return left.every((row, i) => row.every((n, j) => isSame(n, right[i]?.[j] ?? Number.NaN)));
}

function inOrder(a: number[], b: number[]): number {
  for (const [i, n] of a.entries()) {
    const other = b[i] as number;
    // NULL comes first.
    if (Number.isNaN(n) !== Number.isNaN(other)) return Number.isNaN(n) ? -1 : 1;
    if (!isSame(n, other)) return n < other ? -1 : 1;
  }
  return 0;
}

function isSame(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
