import { createHash, type Hash } from 'node:crypto';
import type { Key } from '../load/keys.ts';
import { type DiffResult, diffOrdered } from './ordered.ts';
import { digestSql } from './segment-sql.ts';
import {
  type DiffInput,
  type KeyRange,
  type SharedOrder,
  sharedOrder,
  sourceBlocks,
  sourceLines,
  targetLines,
} from './sides.ts';
import { diffTable } from './table.ts';
import { TableDigest } from './table-digest.ts';

/** A segment ends at the first of these: rows, bytes of their lines. */
const mostRows = 10_000;
const mostBytes = 4 * 1024 * 1024;
/** Segments that one statement digests: few round trips on a slow link, and seconds at the most for each. */
const perQuery = 16;

export interface SegmentResult extends Omit<DiffResult, 'digest'> {
  /** Null where rows differ: the target's other lines were never here. */
  digest: DiffResult['digest'] | null;
  /** Rows of the target that crossed the network. */
  moved: number;
}

/** What one side has in a range. */
interface Found {
  rows: number;
  bytes: number;
  digest: string;
}

interface Segment extends KeyRange, Found {
  /** Rows read from the source, quarantined ones included. */
  read: number;
}

/**
 * Compares a table as diffTable does, and moves no row over the network as long as nothing differs: both sides digest
 * the lines of the same key ranges, the target by SQL, and only ranges that are not the same are read row by row. The
 * ranges follow the source, and the first and the last are open, so that every row of the target is in one of them.
 * A table without a shared order is compared row by row. Where every range is the same, so is the table's digest.
 */
export async function diffSegments(input: DiffInput): Promise<SegmentResult> {
  const order = sharedOrder(input);
  if (order === null) {
    const result = await diffTable(input);
    return { ...result, moved: result.rows.target };
  }
  const total = { source: 0, target: 0 };
  const lines = new TableDigest();
  const different: KeyRange[] = [];
  for await (const [segment, found] of compared(input, order, lines)) {
    input.onRows(segment.read);
    if (sumOf(segment) === sumOf(found)) {
      total.source += segment.rows;
      total.target += segment.rows;
    } else {
      addRange(different, segment);
    }
  }
  let moved = 0;
  // They are counted already.
  const quiet = { ...input, onRows: () => {} };
  for (const range of different) {
    const { rows } = await diffOrdered(
      sourceLines(quiet, order.source, range),
      targetLines(quiet, order.target, range),
      order.fields,
      input.onDifference,
    );
    total.source += rows.source;
    total.target += rows.target;
    moved += rows.target;
  }
  const source = lines.end();
  return { digest: different.length > 0 ? null : { source, target: source }, rows: total, moved };
}

/** The digest alone leaves out what is more than expected. */
function sumOf({ rows, bytes, digest }: Found): string {
  return `${rows} ${bytes} ${digest}\n`;
}

/** Each segment with what the target has in its place. The source is read on while the server works. */
async function* compared(
  input: DiffInput,
  order: SharedOrder,
  lines: TableDigest,
): AsyncGenerator<[Segment, Found]> {
  const waiting = batches(segmentsOf(input, order, lines));
  for (let batch = waiting.next(); !batch.done; ) {
    const segments = batch.value;
    const asked = ask(input, order, segments);
    // Reading may throw first; then nobody waits for this any more.
    asked.catch(() => {});
    batch = waiting.next();
    const found = await asked;
    for (const [i, segment] of segments.entries()) yield [segment, found[i] as Found];
  }
}

/** The first and the last segment are asked for alone: they have other bounds. */
function* batches(segments: Generator<Segment>): Generator<Segment[]> {
  let batch: Segment[] = [];
  for (const segment of segments) {
    const alone = segment.after === null || segment.upTo === null;
    if (batch.length === perQuery || (alone && batch.length > 0)) {
      yield batch;
      batch = [];
    }
    batch.push(segment);
    if (alone) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Cuts the source's lines, which all go into the digest, into segments; the last one has no upper bound. */
function* segmentsOf(input: DiffInput, order: SharedOrder, lines: TableDigest): Generator<Segment> {
  let after: Key | null = null;
  let hash: Hash = createHash('sha256');
  let open = { rows: 0, bytes: 0, read: 0 };
  let last: Key | null = null;
  for (const block of sourceBlocks(input, order.source)) {
    // Only now is it known that the segment before is not the last.
    if (last !== null && (open.rows >= mostRows || open.bytes >= mostBytes)) {
      yield { ...open, after, upTo: last, digest: hash.digest('hex') };
      after = last;
      hash = createHash('sha256');
      open = { rows: 0, bytes: 0, read: 0 };
    }
    hash.update(block.data);
    lines.add(block.data);
    open.rows += block.lines;
    open.bytes += block.data.length;
    open.read += block.read;
    last = block.last;
  }
  yield { ...open, after, upTo: null, digest: hash.digest('hex') };
}

async function ask(input: DiffInput, order: SharedOrder, segments: Segment[]): Promise<Found[]> {
  const [first] = segments as [Segment];
  const bounds = { lower: first.after !== null, upper: first.upTo !== null };
  const key = keyColumns(order);
  const values: string[][] = [segments.map((s) => String(s.rows)), segments.map((s) => String(s.bytes))];
  for (const bound of ['after', 'upTo'] as const) {
    if (first[bound] === null) continue;
    for (const i of key.keys()) values.push(segments.map((s) => String((s[bound] as Key)[i])));
  }
  const found = await input.client.query(digestSql(input.schema, input.table, key, bounds), values);
  return found.rows.map((r: { rows: unknown; bytes: unknown; digest: string }) => ({
    rows: Number(r.rows),
    bytes: Number(r.bytes),
    digest: r.digest,
  }));
}

function keyColumns(order: SharedOrder): { column: string; type: 'bigint' | 'text' }[] {
  return order.fields.map(({ numeric }, i) => ({
    column: order.target[i] as string,
    type: numeric ? 'bigint' : 'text',
  }));
}

/** Neighbours are read in one go. */
function addRange(ranges: KeyRange[], { after, upTo }: KeyRange): void {
  const before = ranges.at(-1);
  if (before && before.upTo === after) before.upTo = upTo;
  else ranges.push({ after, upTo });
}
