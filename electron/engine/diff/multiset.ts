import { createHash } from 'node:crypto';
import { linesIn } from './lines.ts';
import type { DiffResult, LineDifference } from './ordered.ts';
import { unorderedDigest } from './table-digest.ts';

/** Lines fall into this many buckets by the end of their digest. */
const buckets = 4096;
const mask = (1n << 128n) - 1n;

type Lines = () => AsyncIterable<Buffer>;

/**
 * Compares rows that have no key, in any order: equal when every row is there as often on both sides. The sum of the
 * rows' digests per bucket tells where the sides differ; only these buckets are read again and counted row by row.
 * Clarke et al., "Incremental Multiset Hash Functions", ASIACRYPT 2003.
 */
export async function diffMultiset(
  source: Lines,
  target: Lines,
  onDifference: (difference: LineDifference) => void | Promise<void>,
): Promise<DiffResult> {
  const left = await sums(source());
  const right = await sums(target());
  const unequal = new Set<number>();
  for (let i = 0; i < buckets; i++) if (left.sums[i] !== right.sums[i]) unequal.add(i);
  if (unequal.size > 0) {
    const surplus = new Map<string, number>();
    await count(source(), unequal, surplus, 1);
    await count(target(), unequal, surplus, -1);
    for (const [line, n] of surplus) {
      const data = Buffer.from(line, 'latin1');
      for (let i = 0; i < Math.abs(n); i++) {
        await onDifference(
          n > 0
            ? { kind: 'missing', source: data, target: null }
            : { kind: 'unexpected', source: null, target: data },
        );
      }
    }
  }
  return {
    digest: { source: left.digest, target: right.digest },
    rows: { source: left.rows, target: right.rows },
  };
}

async function sums(lines: AsyncIterable<Buffer>): Promise<{ sums: bigint[]; rows: number; digest: string }> {
  const found = new Array<bigint>(buckets).fill(0n);
  let rows = 0;
  for await (const buffer of lines)
    for (const line of linesIn(buffer)) {
      const digest = digestOf(line);
      const i = bucketOf(digest);
      found[i] = withDigest(found[i] as bigint, digest);
      rows++;
    }
  const sum = found.reduce((total, each) => (total + each) & mask, 0n);
  return { sums: found, rows, digest: unorderedDigest(rows, sum) };
}

async function count(
  lines: AsyncIterable<Buffer>,
  wanted: Set<number>,
  surplus: Map<string, number>,
  by: number,
): Promise<void> {
  for await (const buffer of lines)
    for (const line of linesIn(buffer)) {
      if (!wanted.has(bucketOf(digestOf(line)))) continue;
      const key = line.toString('latin1');
      const n = (surplus.get(key) ?? 0) + by;
      if (n === 0) surplus.delete(key);
      else surplus.set(key, n);
    }
}

function digestOf(line: Buffer): Buffer {
  return createHash('sha256').update(line).digest();
}

function bucketOf(digest: Buffer): number {
  return digest.readUInt16BE(30) % buckets;
}

/** The sum of rows with one more, by the first 128 bits of its digest. */
export function withDigest(sum: bigint, digest: Buffer): bigint {
  return (sum + ((digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8))) & mask;
}
