import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { BenchmarkResult, Load, Plan, RunState } from '../../../shared/model/index.ts';
import { clients, postgresLoad, sqliteLoad } from '../benchmark/many.ts';
import { measureBoth, measurePostgres, measureSqliteAgain } from '../benchmark/measure.ts';
import { proposalsFor, serverFacts } from '../benchmark/proposals.ts';
import { benchmarkQueries, bound } from '../benchmark/queries.ts';
import { tryAll } from '../benchmark/trial.ts';
import { valuesOf } from '../benchmark/values.ts';
import { verdictOf } from '../benchmark/verdict.ts';
import type { EngineContext } from '../context.ts';
import { amendCertificate } from '../report/amend.ts';
import { requireOwnRows } from '../run/own-rows.ts';
import { StageProgress } from '../run/progress.ts';
import { readPrepared } from '../run/session.ts';
import { targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { passFence } from '../target/fence.ts';
import { qualified } from '../target/sql.ts';

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

/**
 * Puts the same ten questions to the snapshot and to the target. Nothing that it writes stays, but for what `apply`
 * keeps. @throws AppError run.*, target.*, server.*, run.noSnapshot {run}, run.notAutocore {run}, interrupted
 */
export async function benchmarkRun(input: BenchmarkInput, ctx: EngineContext): Promise<BenchmarkResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const folder = workspace.runFolder(input.run);
    if (!existsSync(folder.snapshot)) throw new AppError('run.noSnapshot', { run: input.run });
    const target = { workspace: workspace.dir, url: targetOf(state, input.target), env: input.env };
    const result = await withTarget(target, ctx, (reached) =>
      reached.withClients(clients + 1, async (connections) => {
        await requireOwnRows({ workspace, folder, state, ctx }, reached.config, connections[0]);
        const { plan } = await readPrepared(folder);
        return measureAll({ ...input, state, plan, folder, connections }, ctx);
      }),
    );
    await writeAtomic(join(folder.dir, 'benchmark.json'), `${JSON.stringify(result, null, 2)}\n`);
    await amendCertificate(folder, { benchmark: result });
    return result;
  });
}

interface Work extends Pick<BenchmarkInput, 'run' | 'apply' | 'seconds'> {
  state: RunState;
  plan: Plan;
  folder: { dir: string; snapshot: string };
  connections: [pg.Client, ...pg.Client[]];
}

async function measureAll(work: Work, ctx: EngineContext): Promise<BenchmarkResult> {
  const { state, plan, folder, connections, apply, seconds = 5 } = work;
  const [client] = connections;
  const { schema } = state.target;
  // As sessions have it that do not care.
  for (const each of connections) {
    await each.query('reset jit');
    await passFence(each, state.id);
  }
  const asked = benchmarkQueries(plan, schema);
  const { proposals, applied, notOurs } = proposalsFor(plan, schema, await serverFacts(client, schema));
  if (notOurs.length > 0) ctx.log.info({ proposals: notOurs }, 'not proposed in tables of the application');
  // Each of the two loads counts as a question.
  const steps = asked.length + 2 + (apply ? proposals.length : 0);
  // Without the run: one that is cut off here needs nothing put in order.
  const progress = new StageProgress(ctx, null, 'benchmark', 'objects', steps);
  const step = () => progress.add(null, 1);
  const db = openSnapshot(folder.snapshot);
  try {
    const values = valuesOf(db, plan);
    const inexact = state.tables
      .filter((t) => t.repaired + t.nulled + t.quarantined > 0)
      .map((t) => t.target);
    const measuring = { signal: ctx.signal, inexact: new Set(inexact), onQuery: step };
    const { queries, left } = await measureBoth(db, client, asked, values, measuring);
    const fair = asked.filter((q) => queries.some((r) => r.id === q.id));
    if (fair.length === 0) throw new AppError('run.notAutocore', { run: work.run });
    const lite = fair.map((q) => bound(q.sqlite, values, () => '?'));
    const big = fair.map((q) => bound(q.postgres, values, (n) => `$${n}`));
    const copy = join(folder.dir, 'benchmark.db');
    const sqlite = await sqliteLoad(folder.snapshot, copy, lite, values.device, seconds, ctx.signal);
    step();
    const table = qualified(schema, 'telemetry_data');
    const load = async () => {
      const found = await postgresLoad(connections, big, table, values.device, seconds, ctx.signal);
      // It left rows that nobody sees; a server cleans up by itself, only later.
      if (plan.tables.some((t) => t.target === 'telemetry_data')) await client.query(`vacuum ${table}`);
      return found;
    };
    const postgres = await load();
    step();
    let optimised: Load | null = null;
    if (apply) {
      await tryAll(client, proposals, queries, big, { ...ctx, run: state.id, schema, onTried: step });
      await measureSqliteAgain(db, queries, lite, ctx.signal);
      if (proposals.some((each) => each.outcome?.kept)) optimised = await load();
    }
    const many = { clients, seconds, sqlite, postgres, optimised };
    return {
      format: 2,
      run: state.id,
      at: new Date().toISOString(),
      server: state.target.server ?? '',
      bytes: state.source.bytes ?? 0,
      queries,
      left,
      many,
      trip: (await measurePostgres(client, 'way', { text: 'select', values: [] }, ctx.signal)).time.p50,
      proposals,
      applied,
      verdict: verdictOf(queries, many, apply || applied.length > 0),
    };
  } finally {
    db.close();
  }
}
