import { availableParallelism } from 'node:os';
import type { Database } from 'better-sqlite3';
import type { ColumnProfile, SourceTable } from '../../../shared/model/index.ts';
import { helpingThread } from '../system/helping-thread.ts';
import { type Range, rangeFacts, rangeRows } from './range.ts';

/** What a helping thread is given. Whoever takes the next range adds one to the number in `taken`. */
export interface RangeJob {
  path: string;
  table: SourceTable;
  ranges: Range[];
  taken: SharedArrayBuffer;
}

/** A thread takes some 50 ms to start: for fewer rows than this nobody is called. */
const worthHelp = 3.5 * rangeRows;
const mostHelpers = 3;

/**
 * The facts about each range of a table, in any order. A large table is shared with threads of their own connections,
 * as many as there are cores; `pause` is called between ranges and may throw to stop everything.
 */
export async function rangeFactsOf(
  db: Database,
  table: SourceTable,
  ranges: Range[],
  pause: () => Promise<void>,
): Promise<ColumnProfile[][]> {
  const job: RangeJob = { path: db.name, table, ranges, taken: new SharedArrayBuffer(4) };
  const rows = ranges.reduce((n, range) => n + range.rows, 0);
  const helpers = rows < worthHelp || db.memory ? 0 : Math.min(mostHelpers, availableParallelism() - 1);
  const file = new URL('./range-worker.ts', import.meta.url);
  const threads = Array.from({ length: helpers }, () => helpingThread<ColumnProfile[][]>(file, job));
  try {
    const own: ColumnProfile[][] = [];
    for (const facts of takeRanges(db, job)) {
      own.push(facts);
      await pause();
    }
    const theirs = await Promise.all(threads.map(({ result }) => result));
    return [...own, ...theirs.flat()];
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Works through the ranges that nobody else has taken. */
export function* takeRanges(db: Database, job: RangeJob): Generator<ColumnProfile[]> {
  const taken = new Int32Array(job.taken);
  for (;;) {
    const range = job.ranges[Atomics.add(taken, 0, 1)];
    if (!range) return;
    yield rangeFacts(db, job.table, range);
  }
}
