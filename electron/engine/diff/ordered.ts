import { createHash } from 'node:crypto';
import { fieldValue } from '../convert/copytext.ts';
import { commonLines, countLines, fieldsOf, LineCursor } from './lines.ts';

/** A row that is not the same on both sides, as COPY lines. */
export interface LineDifference {
  kind: 'missing' | 'unexpected' | 'changed';
  source: Buffer | null;
  target: Buffer | null;
}

export interface KeyField {
  /** Place among the fields of a line. */
  at: number;
  /** Numbers are compared as numbers, everything else by its bytes (the C collation). */
  numeric: boolean;
}

export interface DiffResult {
  /** SHA-256 over the lines of each side, in key order. */
  digest: { source: string; target: string };
  rows: { source: number; target: number };
}

/**
 * Compares two streams of COPY lines that are sorted by the same key. Bytes first: as long as both sides agree nothing
 * is taken apart. Where they do not, the rows are matched by their keys.
 */
export async function diffOrdered(
  source: AsyncIterable<Buffer>,
  target: AsyncIterable<Buffer>,
  key: KeyField[],
  onDifference: (difference: LineDifference) => void | Promise<void>,
): Promise<DiffResult> {
  const left = new Side(source);
  const right = new Side(target);
  try {
    for (;;) {
      const [more, moreRight] = [await left.cursor.fill(), await right.cursor.fill()];
      if (!more && !moreRight) break;
      if (!more || !moreRight) {
        const side = more ? left : right;
        const line = side.take();
        await onDifference(
          more
            ? { kind: 'missing', source: line, target: null }
            : { kind: 'unexpected', source: null, target: line },
        );
        continue;
      }
      const same = commonLines(left.cursor.rest, right.cursor.rest);
      if (same > 0) {
        left.pass(same);
        right.pass(same);
        continue;
      }
      const order = compareKeys(left.cursor.line(), right.cursor.line(), key);
      if (order < 0) await onDifference({ kind: 'missing', source: left.take(), target: null });
      else if (order > 0) await onDifference({ kind: 'unexpected', source: null, target: right.take() });
      else await onDifference({ kind: 'changed', source: left.take(), target: right.take() });
    }
  } finally {
    await left.cursor.close();
    await right.cursor.close();
  }
  return {
    digest: { source: left.hash.digest('hex'), target: right.hash.digest('hex') },
    rows: { source: left.rows, target: right.rows },
  };
}

class Side {
  readonly cursor: LineCursor;
  readonly hash = createHash('sha256');
  rows = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.cursor = new LineCursor(stream);
  }

  /** Goes past whole lines that are the same on both sides. */
  pass(bytes: number): void {
    const lines = this.cursor.rest.subarray(0, bytes);
    this.hash.update(lines);
    this.rows += countLines(lines);
    this.cursor.advance(bytes);
  }

  /** Goes past one line and gives it, in memory of its own. */
  take(): Buffer {
    const line = Buffer.from(this.cursor.line());
    this.pass(line.length);
    return line;
  }
}

function compareKeys(a: Buffer, b: Buffer, key: KeyField[]): number {
  const fieldsA = fieldsOf(a);
  const fieldsB = fieldsOf(b);
  for (const { at, numeric } of key) {
    const [x, y] = [fieldValue(fieldsA[at] ?? ''), fieldValue(fieldsB[at] ?? '')];
    // A key that the server has lost the rule of may be NULL there: PostgreSQL sorts these last.
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
      continue;
    }
    const order = numeric
      ? compareNumbers(BigInt(x), BigInt(y))
      : Buffer.compare(Buffer.from(x), Buffer.from(y));
    if (order !== 0) return order;
  }
  return 0;
}

function compareNumbers(x: bigint, y: bigint): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
