import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { pageSizeIn } from '../header.ts';
import { readWhole, type SourcePages, withPages, writeWhole } from './read.ts';

/** A file that has the pages of a snapshot but for these. */
export interface Twin {
  path: string;
  differs: ReadonlySet<number>;
}

/** Pages of the source that are not what the snapshot has in their place. */
export interface ChangedPages {
  pages: ReadonlySet<number>;
  /** Pages that the source has in all. */
  count: number;
}

const blockBytes = 1024 * 1024;
/** Blocks compared before a cancel gets through. */
const blocksPerStep = 32;
/** Where more than this share of the pages changed, and more than a few, a whole copy is as quick. */
const mostChanged = 0.25;
const few = 200;

/**
 * Makes the twin of a snapshot what the source is at one moment, byte by byte: every page is compared with the
 * snapshot's, and only those that differ are written. It is on the disk when this returns.
 * @returns what changed since the snapshot; null where a whole copy is the way, and the twin is to be thrown away
 */
export async function renew(
  source: string,
  snapshot: string,
  twin: Twin,
  signal: AbortSignal,
): Promise<ChangedPages | null> {
  const [from, to] = [openSync(snapshot, 'r'), openSync(twin.path, 'r+')];
  try {
    const changed = await withPages(source, (pages) => bring(pages, from, to, signal));
    if (changed === null) return null;
    const { pageSize, count } = changed;
    const page = Buffer.alloc(pageSize);
    for (const number of twin.differs) {
      if (number > count || changed.pages.has(number)) continue;
      readWhole(from, page, pageSize, (number - 1) * pageSize);
      writeWhole(to, page, 0, pageSize, (number - 1) * pageSize);
    }
    ftruncateSync(to, count * pageSize);
    fsyncSync(to);
    return changed;
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

/**
 * True where every page of the source is what the snapshot has in its place: nobody has written since, whatever the times
 * of the file say. False at the first page that differs, and where it is not known after a while: outside of WAL mode
 * whoever looks keeps writers waiting, and a copy lets them in between its steps.
 * @param longest milliseconds that a writer is kept waiting
 */
export async function hasSamePages(
  source: string,
  snapshot: string,
  signal: AbortSignal,
  longest = 1000,
): Promise<boolean> {
  const file = openSync(snapshot, 'r');
  try {
    return (await withPages(source, (pages) => areSame(pages, file, signal, longest))) ?? false;
  } finally {
    closeSync(file);
  }
}

/**
 * The pages of a file that are not what the snapshot has in their place; null where they cannot be told from one another.
 */
export async function changedPages(
  path: string,
  snapshot: string,
  signal: AbortSignal,
): Promise<ChangedPages | null> {
  const file = openSync(snapshot, 'r');
  try {
    return await withPages(path, async (source) => {
      const known = pagesIn(file, source);
      if (known === null) return null;
      const pages = new Set<number>();
      for await (const pair of inPairs(source, file, known, signal))
        for (const { number } of differing(pair, source)) pages.add(number);
      return { pages, count: source.count };
    });
  } finally {
    closeSync(file);
  }
}

async function areSame(
  source: SourcePages,
  file: number,
  signal: AbortSignal,
  longest: number,
): Promise<boolean> {
  const { pageSize, count } = source;
  const { size } = fstatSync(file);
  if (size === 0 || size !== count * pageSize || pageSizeOf(file) !== pageSize) return false;
  const until = performance.now() + longest;
  for await (const { own, then } of inPairs(source, file, count, signal)) {
    if (!own.equals(then) || performance.now() >= until) return false;
  }
  return true;
}

async function bring(
  source: SourcePages,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<(ChangedPages & { pageSize: number }) | null> {
  const { pageSize, count } = source;
  const known = pagesIn(from, source);
  if (known === null) return null;
  const pages = new Set<number>();
  const most = Math.max(few, count * mostChanged);
  for await (const pair of inPairs(source, from, known, signal)) {
    for (const { number, at } of differing(pair, source)) {
      pages.add(number);
      writeWhole(to, pair.own, at, pageSize, (number - 1) * pageSize);
    }
    if (pages.size > most) return null;
  }
  return { pages, count, pageSize };
}

/** How many pages a snapshot has; null where they are not pages like those of the source. */
function pagesIn(snapshot: number, { pageSize }: SourcePages): number | null {
  const count = Math.floor(fstatSync(snapshot).size / pageSize);
  return count === 0 || pageSizeOf(snapshot) !== pageSize ? null : count;
}

interface Pair {
  /** Number of the first page. */
  first: number;
  own: Buffer;
  then: Buffer;
}

/** Pages of a block that are not the same on both sides, each with its place in the block. */
function* differing(
  { first, own, then }: Pair,
  { pageSize }: SourcePages,
): Generator<{ number: number; at: number }> {
  if (own.equals(then)) return;
  for (let at = 0; at < own.length; at += pageSize) {
    const isSame = at < then.length && own.compare(then, at, at + pageSize, at, at + pageSize) === 0;
    if (!isSame) yield { number: first + at / pageSize, at };
  }
}

/**
 * Blocks of the source, each with what the snapshot has in its place, which is less where the source has grown. They are
 * there until the next ones are asked for.
 * @param known pages that the snapshot has of the source
 */
async function* inPairs(
  { pageSize, count, read }: SourcePages,
  snapshot: number,
  known: number,
  signal: AbortSignal,
): AsyncGenerator<Pair> {
  const perBlock = Math.max(1, blockBytes / pageSize);
  const [now, before] = [Buffer.alloc(perBlock * pageSize), Buffer.alloc(perBlock * pageSize)];
  for (let first = 1, step = 1; first <= count; first += perBlock, step++) {
    const own = now.subarray(0, Math.min(perBlock, count - first + 1) * pageSize);
    read(first, own);
    const then = before.subarray(0, Math.max(0, Math.min(own.length, (known - first + 1) * pageSize)));
    readWhole(snapshot, then, then.length, (first - 1) * pageSize);
    if (first === 1) keepCounters(own, then);
    yield { first, own, then };
    if (step % blocksPerStep !== 0) continue;
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
}

/**
 * Counters of writes and of schemas, and the version of the library that wrote last, say nothing of what is in the file,
 * and a backup counts by itself. Where nothing else of the first page changed, it has not changed.
 */
function keepCounters(page: Buffer, before: Buffer): void {
  before.copy(page, 24, 24, 28);
  before.copy(page, 40, 40, 44);
  // The same number says that the count of pages beside it holds.
  page.copy(page, 92, 24, 28);
  before.copy(page, 96, 96, 100);
}

function pageSizeOf(file: number): number {
  const header = Buffer.alloc(100);
  readWhole(file, header, header.length, 0);
  return pageSizeIn(header);
}
