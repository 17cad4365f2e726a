import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { BenchmarkResult, Plan, Proposal, QueryResult, Timing } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { targetOf } from '../run/migrate.ts';
import { requireLoaded } from '../run/require.ts';
import { readPrepared } from '../run/session.ts';
import { withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { addToCertificate } from './certificate.ts';
import { clients, named, postgresLoad, type Statement, sqliteLoad } from './many.ts';
import { proposalsFor } from './proposals.ts';
import {
  type BenchmarkQuery,
  type BenchmarkValues,
  benchmarkQueries,
  bound,
  fingerprint,
} from './queries.ts';
import { geometricMean, timing, verdictOf } from './statistics.ts';

export interface BenchmarkInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  /** Applies what is proposed, measures it, and keeps only what helps. */
  apply: boolean;
  /** Seconds of the load with eight clients, for each side. */
  seconds?: number;
}

/** Runs of each query that are measured, and the time after which fewer will do. */
const runs = 20;
const enough = 1500;
/** What a proposal must gain to stay. */
const worthwhile = 0.9;

/**
 * Puts the same ten questions to the snapshot and to the target. Nothing that it writes stays, but for what `apply`
 * keeps. @throws AppError run.*, target.*, server.*, run.noSnapshot {run}, run.notAutocore {run}
 */
export async function benchmarkRun(input: BenchmarkInput, ctx: EngineContext): Promise<BenchmarkResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const folder = workspace.runFolder(input.run);
    if (!existsSync(folder.snapshot)) throw new AppError('run.noSnapshot', { run: input.run });
    const target = { workspace: workspace.dir, url: targetOf(state, input.target), env: input.env };
    return withTarget(target, ctx, (reached) =>
      reached.withClients(clients + 1, async (connections) => {
        const [client] = connections as [pg.Client];
        await requireLoaded(client, state);
        const { plan } = await readPrepared(folder);
        if (!plan.tables.some((t) => t.target === 'telemetry_data')) {
          throw new AppError('run.notAutocore', { run: input.run });
        }
        const path = `set search_path to ${quoteIdent(state.target.schema)}, pg_catalog`;
        for (const each of connections) await each.query(path);
        const db = openSnapshot(folder.snapshot);
        try {
          const values = valuesOf(db, plan);
          const asked = benchmarkQueries(plan);
          const { queries, left } = await single(db, client, asked, values, ctx.signal);
          const fair = asked.filter((q) => queries.some((r) => r.id === q.id));
          const statements = (of: 'sqlite' | 'postgres') =>
            fair.map((q) => bound(q[of], values, of === 'sqlite' ? () => '?' : (n) => `$${n}`));
          const seconds = input.seconds ?? 5;
          const copy = join(folder.dir, 'benchmark.db');
          const many = {
            clients,
            seconds,
            sqlite: await sqliteLoad(folder.snapshot, copy, statements('sqlite'), values.device, seconds),
            postgres: await postgresLoad(
              connections,
              statements('postgres'),
              values.device,
              seconds,
              ctx.signal,
            ),
          };
          // The load left rows that nobody sees; a server cleans up by itself, only later.
          await client.query(`vacuum ${qualified(state.target.schema, 'telemetry_data')}`);
          const proposals = proposalsFor(plan);
          if (input.apply) await tryAll(client, proposals, queries, statements('postgres'), ctx);
          const ratio = many.postgres.queriesPerSecond / Math.max(many.sqlite.queriesPerSecond, 0.001);
          const result: BenchmarkResult = {
            format: 1,
            run: state.id,
            at: new Date().toISOString(),
            server: state.target.server ?? '',
            bytes: state.source.bytes ?? 0,
            queries,
            left,
            many,
            proposals,
            verdict: verdictOf(queries, ratio, input.apply),
          };
          await writeAtomic(join(folder.dir, 'benchmark.json'), `${JSON.stringify(result, null, 2)}\n`);
          await addToCertificate(folder, result);
          return result;
        } finally {
          db.close();
        }
      }),
    );
  });
}

async function single(
  db: Database,
  client: pg.Client,
  asked: BenchmarkQuery[],
  values: BenchmarkValues,
  signal: AbortSignal,
): Promise<Pick<BenchmarkResult, 'queries' | 'left'>> {
  const queries: QueryResult[] = [];
  const left: BenchmarkResult['left'] = [];
  for (const query of asked) {
    try {
      const lite = bound(query.sqlite, values, () => '?');
      const big = bound(query.postgres, values, (n) => `$${n}`);
      const began = performance.now();
      const statement = db.prepare<unknown[], Record<string, unknown>>(lite.text);
      const sqlite = await measure(() => statement.all(...lite.values), signal, began);
      const postgres = await measurePostgres(client, `one_${query.id}`, big, signal);
      const same = fingerprint(sqlite.rows, query.compare) === fingerprint(postgres.rows, query.compare);
      const { id, from } = query;
      const rows = sqlite.rows.length;
      queries.push({ id, from, rows, same, sqlite: sqlite.time, postgres: postgres.time, optimised: null });
    } catch (error) {
      signal.throwIfAborted();
      left.push({ id: query.id, reason: (error as Error).message });
    }
  }
  return { queries, left };
}

function measurePostgres(client: pg.Client, name: string, { text, values }: Statement, signal: AbortSignal) {
  return measure(
    async () => (await client.query<Record<string, unknown>>({ name, text, values })).rows,
    signal,
  );
}

/** The first run, then many until enough is known. */
async function measure<Row>(
  ask: () => Row[] | Promise<Row[]>,
  signal: AbortSignal,
  began = performance.now(),
): Promise<{ rows: Row[]; time: Timing }> {
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
  return { rows, time: timing(cold, samples) };
}

/** Tries one proposal after the other; what the queries do not gain from is taken back. */
async function tryAll(
  client: pg.Client,
  proposals: Proposal[],
  queries: QueryResult[],
  statements: Statement[],
  { signal, log }: EngineContext,
): Promise<void> {
  const measureAll = async (): Promise<Timing[]> => {
    const times: Timing[] = [];
    for (const [index] of statements.entries()) {
      const { name, text, values } = named(statements, index);
      times.push((await measurePostgres(client, name, { text, values }, signal)).time);
    }
    return times;
  };
  let best = await measureAll();
  for (const proposal of proposals) {
    for (const part of proposal.sql.split('; ')) await client.query(part);
    const now = await measureAll();
    const at = (times: Timing[], of: (q: QueryResult) => boolean) =>
      geometricMean(queries.flatMap((q, i) => (of(q) ? [Math.max(times[i]?.p50 ?? 1, 0.001)] : [])));
    const meant = (q: QueryResult) => proposal.helps.includes(q.id);
    const ratio = at(now, meant) / at(best, meant);
    const others = at(now, (q) => !meant(q)) / at(best, (q) => !meant(q));
    // Twice as slow elsewhere is no gain; small swings are the machine's.
    const kept = ratio <= worthwhile && others < 1.25;
    proposal.outcome = { kept, ratio: Math.round(ratio * 1000) / 1000 };
    log.info({ proposal: proposal.id, ratio, others, kept }, 'proposal measured');
    if (kept) best = now;
    else if (proposal.undo !== null) for (const part of proposal.undo.split('; ')) await client.query(part);
  }
  // Where nothing helped, another time is the machine's doing.
  if (!proposals.some((p) => p.outcome?.kept)) return;
  for (const [index, query] of queries.entries()) query.optimised = best[index] ?? null;
}

const timeShape = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/;

/** What to ask for: the device with the newest row, the hour, day and month before it, the commonest type of events. */
function valuesOf(db: Database, plan: Plan): BenchmarkValues {
  const tables = new Set(plan.tables.map((t) => t.source));
  const get = (table: string, sql: string) =>
    tables.has(table) ? (db.prepare(sql).get() as Record<string, unknown> | undefined) : undefined;
  const newest = get(
    'telemetry_data',
    'select timestamp, device_id from telemetry_data order by id desc limit 1',
  );
  const event = get(
    'event_logs',
    'select event_type from event_logs group by event_type order by count(*) desc, event_type limit 1',
  );
  const text = timeShape.exec(String(newest?.timestamp ?? ''))?.[0] ?? '2025-01-01 00:00:00';
  const end = Date.parse(`${text.replace(' ', 'T')}Z`);
  const before = (hours: number) =>
    new Date(end - hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    device: Number(newest?.device_id ?? 1),
    now: before(0),
    hour: before(1),
    day: before(24),
    month: before(24 * 30),
    type: String(event?.event_type ?? ''),
  };
}
