import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { WayBackChoices } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { requireKnownLive } from '../cutover/live-mark.ts';
import { type RebuiltFile, rebuild } from '../cutover/rebuild.ts';
import type { AsideRow } from '../cutover/rebuild-unfit.ts';
import { countWritten, lookAround, type Written, type WrittenInput } from '../cutover/written.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireOwnRows } from '../run/own-rows.ts';
import type { RunFolder } from '../run/paths.ts';
import { verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import { readPrepared } from '../run/session.ts';
import { type Target, targetOf, withTarget } from '../run/target.ts';
import type { Workspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { rm } from '../system/files.ts';
import { withClient } from '../target/connect.ts';
import { lowerFence, raiseFence } from '../target/fence.ts';
import { markSession, outliveOthers } from '../target/presence.ts';
import { writersOf } from '../target/sessions.ts';

const gone = /^(server\.|target\.(unreachable|timeout|lost|noDatabase|auth|tls)$)/;

/** The way to a run's server when going back. */
export interface Server extends WayBackChoices {
  target: string | null;
  env: Record<string, string | undefined>;
  ctx: EngineContext;
  workspace: Workspace;
  state: RunState;
  since: string;
  snapshotOnly?: boolean;
  /** The application's role, where it is known. */
  role: string | null;
}

export interface Reached extends Server {
  client: pg.Client;
  place: Target;
  folder: RunFolder;
  plan: Plan;
  /** Rows of the snapshot. */
  rows: number;
}

/**
 * Works on the server. @throws AppError restore.noServer {run, reason, since} where there is only the snapshot,
 * run.targetBehind, run.liveLost where it came from a backup of before
 */
export async function onServer<T>(server: Server, work: (reached: Reached) => Promise<T>): Promise<T> {
  const { ctx, workspace, state, since, env } = server;
  const folder = workspace.runFolder(state.id);
  const url = targetOf(state, server.target);
  await verifyFolder({ folder, state, ctx });
  try {
    return await withTarget({ workspace: workspace.dir, url, env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireOwnRows({ workspace, folder, state, ctx }, target.config, client);
        await requireKnownLive(client, { run: state.id, schema: state.target.schema, dir: folder.dir });
        const { plan, measures } = await readPrepared(folder);
        const rows = measures.tables.reduce((n, t) => n + t.rows, 0);
        return work({ ...server, client, place: target, folder, plan, rows });
      }),
    );
  } catch (error) {
    if (!(error instanceof AppError) || !gone.test(error.code)) throw error;
    const reason = String(error.params.reason ?? error.code);
    throw new AppError('restore.noServer', { run: state.id, reason, since }, { cause: error });
  }
}

/**
 * Makes a SQLite file of the snapshot and what the server has.
 * @returns also the rows that the file does not take, where they may stay out (`keepAside`)
 */
export async function rebuildOn(reached: Reached, to: string, wal: boolean): Promise<RebuiltFile> {
  const { ctx, state, client, folder, plan, rows } = reached;
  const progress = new StageProgress(ctx, state.id, 'rebuild', 'rows', 2 * rows);
  return rebuild({
    ...{ client, run: state.id, schema: state.target.schema, plan, snapshot: folder.snapshot, to, wal },
    ...{ choices: choicesOf(reached), signal: ctx.signal, onRows: (table, n) => progress.add(table, n) },
  });
}

/** Keeps rows that are not in the file whole, in `left-behind.ndjson` of the run's folder; there is none without any. */
export async function keepAside({ dir }: RunFolder, aside: readonly AsideRow[]): Promise<void> {
  const file = join(dir, 'left-behind.ndjson');
  // Of an earlier attempt, which may have left others out.
  if (aside.length === 0) return rm(file, { force: true });
  await writeAtomic(file, aside.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** Counts what was written on the server since the snapshot, and names what stands there beside. */
export function countOn(reached: Reached): Promise<Written> {
  const { ctx, state, rows } = reached;
  const progress = new StageProgress(ctx, state.id, 'compare', 'rows', rows);
  return onSnapshot(reached, (table, n) => progress.add(table, n), countWritten);
}

/** Names what the application added on the server, and what is missing there. */
export function lookOn(reached: Reached): Promise<Written> {
  return onSnapshot(reached, () => {}, lookAround);
}

async function onSnapshot(
  reached: Reached,
  onRows: WrittenInput['onRows'],
  look: (input: WrittenInput) => Promise<Written>,
): Promise<Written> {
  const { ctx, state, client, folder, plan } = reached;
  const db = openSnapshot(folder.snapshot);
  try {
    return await look({
      ...{ client, db, run: state.id, schema: state.target.schema, plan, signal: ctx.signal },
      ...{ choices: choicesOf(reached), onRows },
    });
  } finally {
    db.close();
  }
}

function choicesOf({
  added = 'bring',
  missing = 'refuse',
  numbers = 'exact',
  unfit = 'refuse',
}: WayBackChoices): WayBackChoices {
  return { added, missing, numbers, unfit };
}

/**
 * From here on nobody writes to the target any more: what is there is all there will be.
 * @throws AppError restore.targetInUse {run, by} while somebody is connected who may write, or does not come to an end
 */
export async function keepOut(reached: Reached): Promise<void> {
  const { client, place: target, state, ctx } = reached;
  // Sessions of an attempt that was killed end by themselves.
  await outliveOthers(
    client,
    target.config,
    state.id,
    target.pids,
    target.tuning.patience.earlier,
    ctx.signal,
  );
  await markSession(client, state.id);
  const there = await stillThere(reached);
  if (there.length > 0) throw new AppError('restore.targetInUse', { run: state.id, by: there.join(', ') });
  const whose = { tables: namesOf(reached), role: reached.role };
  if (await raiseFence(client, state.target.schema, state.id, whose)) return;
  const by = (await writersOf(client, state.target.schema, namesOf(reached)))
    .map(({ label }) => label)
    .join(', ');
  throw new AppError('restore.targetInUse', { run: state.id, by: by || state.target.schema });
}

/** Who is connected and may write; a session that is just ending gets a moment for it. */
export async function stillThere(reached: Reached): Promise<string[]> {
  const { client, state, ctx } = reached;
  for (const deadline = performance.now() + leaving; ; await delay(50, undefined, { signal: ctx.signal })) {
    const writers = await writersOf(client, state.target.schema, namesOf(reached));
    if (writers.length === 0 || performance.now() > deadline) return writers.map(({ label }) => label);
  }
}

/** Names of the run's tables in the target. */
export function namesOf({ plan }: Reached): string[] {
  return plan.tables.map((table) => table.target);
}

/** Milliseconds in which a session that was told to end does so. */
const leaving = 3_000;

/**
 * The application may write again: the way back was not taken. On a connection of its own, because the one at work may
 * be what failed, or was told to stop. Where that fails too, writes stay refused until the way back is repeated, or
 * going live is.
 */
export async function letIn({ place, state, ctx }: Reached): Promise<void> {
  await withClient(place.config, (client) => lowerFence(client, state.target.schema)).catch(
    (err: unknown) => {
      ctx.log.error(
        { run: state.id, err },
        'PostgreSQL still refuses writes: repeat the way back, or going live',
      );
    },
  );
}
