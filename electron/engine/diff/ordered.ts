import { fieldValue } from '../convert/copytext.ts';
import { commonLines, fieldAt, LineCursor } from './lines.ts';
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

type OnDifference = (difference: LineDifference) => void | Promise<void>;

/**
 * Compares two streams of COPY lines that are sorted by the same key. Bytes first: as long as both sides agree nothing
 * is taken apart. Where they do not, the rows are matched by their keys.
 */
export async function diffOrdered(
  source: AsyncIterable<Buffer>,
  target: AsyncIterable<Buffer>,
  key: KeyField[],
  onDifference: OnDifference,
): Promise<DiffResult> {
  const digests = new Digests();
  await walk([source, target], key, onDifference, digests);
  return digests.end();
}

/** The same for whoever wants the differences alone: what both sides have is not digested, and not counted. */
export function differencesInOrder(
  source: AsyncIterable<Buffer>,
  target: AsyncIterable<Buffer>,
  key: KeyField[],
  onDifference: OnDifference,
): Promise<void> {
  return walk([source, target], key, onDifference, null);
}

/** @param seen is told of all lines */
async function walk(
  sides: [AsyncIterable<Buffer>, AsyncIterable<Buffer>],
  key: KeyField[],
  onDifference: OnDifference,
  seen: Digests | null,
): Promise<void> {
  const [left, right] = sides.map((side) => new LineCursor(side)) as [LineCursor, LineCursor];
  const source = (): Buffer => {
    const line = takeLine(left);
    seen?.source(line);
    return line;
  };
  const target = (): Buffer => {
    const line = takeLine(right);
    seen?.target(line);
    return line;
  };
  try {
    for (;;) {
      // The target's first: a very long line is there twice while it is put together of its pieces.
      const moreRight = await right.fill();
      const more = await left.fill();
      if (!more && !moreRight) return;
      const same = more && moreRight ? commonLines(left.rest, right.rest) : 0;
      if (same > 0) {
        seen?.both(left.rest.subarray(0, same));
        left.advance(same);
        right.advance(same);
        continue;
      }
      const order = more && moreRight ? compareKeys(left.line(), right.line(), key) : more ? -1 : 1;
      if (order < 0) await onDifference({ kind: 'missing', source: source(), target: null });
      else if (order > 0) await onDifference({ kind: 'unexpected', source: null, target: target() });
      else await onDifference({ kind: 'changed', source: source(), target: target() });
    }
  } finally {
    await left.close();
    await right.close();
  }
}

/** Goes past one line and gives it, in memory of its own. */
function takeLine(cursor: LineCursor): Buffer {
  const line = Buffer.from(cursor.line());
  cursor.advance(line.length);
  return line;
}

/** Of both sides. As long as nothing differs, the digest of one is the other's too. */
class Digests {
  readonly #source = new TableDigest();
  #target: TableDigest | null = null;

  both(lines: Buffer): void {
    this.#source.add(lines);
    this.#target?.add(lines);
  }

  source(line: Buffer): void {
    this.#target ??= this.#source.copy();
    this.#source.add(line);
  }

  target(line: Buffer): void {
    this.#target ??= this.#source.copy();
    this.#target.add(line);
  }

  end(): DiffResult {
    const target = this.#target ?? this.#source.copy();
    return {
      rows: { source: this.#source.lines, target: target.lines },
      digest: { source: this.#source.end(), target: target.end() },
    };
  }
}

function compareKeys(a: Buffer, b: Buffer, key: KeyField[]): number {
  for (const { at, numeric } of key) {
    const [x, y] = [fieldValue(fieldAt(a, at)), fieldValue(fieldAt(b, at))];
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
