import { fieldValue } from '../convert/copytext.ts';
import { commonLines, fieldsOf, LineCursor } from './lines.ts';
import { TableDigest } from './table-digest.ts';

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
  /** Of each side's lines: `TableDigest` in key order, `unorderedDigest` where there is none. */
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
  // As long as nothing differs, the digest of one side is the other's too.
  let together = true;
  const part = (): void => {
    if (together) right.digest = left.digest.copy();
    together = false;
  };
  try {
    for (;;) {
      const [more, moreRight] = [await left.cursor.fill(), await right.cursor.fill()];
      if (!more && !moreRight) break;
      if (!more || !moreRight) {
        part();
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
        if (together) right.cursor.advance(same);
        else right.pass(same);
        continue;
      }
      part();
      const order = compareKeys(left.cursor.line(), right.cursor.line(), key);
      if (order < 0) await onDifference({ kind: 'missing', source: left.take(), target: null });
      else if (order > 0) await onDifference({ kind: 'unexpected', source: null, target: right.take() });
      else await onDifference({ kind: 'changed', source: left.take(), target: right.take() });
    }
  } finally {
    await left.cursor.close();
    await right.cursor.close();
  }
  part();
  return {
    rows: { source: left.digest.lines, target: right.digest.lines },
    digest: { source: left.digest.end(), target: right.digest.end() },
  };
}

class Side {
  readonly cursor: LineCursor;
  digest = new TableDigest();

  constructor(stream: AsyncIterable<Buffer>) {
    this.cursor = new LineCursor(stream);
  }

  /** Goes past whole lines. */
  pass(bytes: number): void {
    this.digest.add(this.cursor.rest.subarray(0, bytes));
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
