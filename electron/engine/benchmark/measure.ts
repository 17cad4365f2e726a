import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { BenchmarkResult, QueryResult, Timing } from '../../../shared/model/index.ts';
import type { Statement } from './many.ts';
import { type BenchmarkQuery, type BenchmarkValues, bound, fingerprint } from './queries.ts';
import { timing } from './statistics.ts';

/** Runs of each query that are measured, and the milliseconds after which fewer will do. */
export interface Effort {
  runs: number;
  enough: number;
}

/** For times that are reported. */
const thorough: Effort = { runs: 20, enough: 1500 };

export interface Measuring {
  signal: AbortSignal;
  /** Target tables with values that could not cross exactly: answers may differ there. */
  inexact: ReadonlySet<string>;
  /** Told after each query. */
  onQuery(): void;
}

/** Puts every question to both sides, one after the other, and compares the answers. */
export async function measureBoth(
  db: Database,
  client: pg.Client,
  asked: BenchmarkQuery[],
  values: BenchmarkValues,
  { signal, inexact, onQuery }: Measuring,
): Promise<Pick<BenchmarkResult, 'queries' | 'left'>> {
  const queries: QueryResult[] = [];
  const left: BenchmarkResult['left'] = [];
  for (const query of asked) {
    try {
      const lite = bound(query.sqlite, values, () => '?');
      const big = bound(query.postgres, values, (n) => `$${n}`);
      const began = performance.now();
      const statement = db.prepare<unknown[], Record<string, unknown>>(lite.text);
      const sqlite = await measure(() => statement.all(...lite.values), signal, thorough, began);
      const postgres = await measurePostgres(client, `one_${query.id}`, big, signal);
      const same = fingerprint(sqlite.rows, query.compare) === fingerprint(postgres.rows, query.compare);
      const touched = query.tables.some((table) => inexact.has(table));
      queries.push({
        id: query.id,
        from: query.from,
        rows: sqlite.rows.length,
        same,
        differs: same ? null : touched ? 'exceptions' : 'other',
        sqlite: sqlite.time,
        postgres: postgres.time,
        optimised: null,
      });
    } catch (error) {
      signal.throwIfAborted();
      left.push({ id: query.id, reason: (error as Error).message });
    }
    onQuery();
  }
  return { queries, left };
}

/** SQLite's times once more; the better of the two stands, so that what is measured later has no lighter machine. */
export async function measureSqliteAgain(
  db: Database,
  queries: QueryResult[],
  statements: Statement[],
  signal: AbortSignal,
): Promise<void> {
  for (const [index, query] of queries.entries()) {
    const { text, values } = statements[index] as Statement;
    const statement = db.prepare(text);
    const { time } = await measure(() => statement.all(...values), signal, thorough);
    if (time.p50 < query.sqlite.p50) query.sqlite = { ...time, cold: query.sqlite.cold };
  }
}

/** Times of one statement, prepared under a name as the application's driver does. */
export function measurePostgres(
  client: pg.Client,
  name: string,
  { text, values }: Statement,
  signal: AbortSignal,
  effort: Effort = thorough,
) {
  return measure(
    async () => (await client.query<Record<string, unknown>>({ name, text, values })).rows,
    signal,
    effort,
  );
}

/** The first run, then many until enough is known. */
async function measure<Row>(
  ask: () => Row[] | Promise<Row[]>,
  signal: AbortSignal,
  { runs, enough }: Effort,
  began = performance.now(),
): Promise<{ rows: Row[]; time: Timing; fastest: number }> {
  const rows = await ask();
  const cold = performance.now() - began;
  const samples: number[] = [];
  const from = performance.now();
  while (samples.length < 3 || (samples.length < runs && performance.now() - from < enough)) {
    signal.throwIfAborted();
    const start = performance.now();
    await ask();
    samples.push(performance.now() - start);
  }
  return { rows, time: timing(cold, samples), fastest: Math.min(...samples) };
}
