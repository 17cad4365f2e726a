import type pg from 'pg';
import type { TableChanges } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { type Rebuilt, rebuild } from '../cutover/rebuild.ts';
import { countWritten } from '../cutover/written.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireLoaded } from '../run/known.ts';
import type { RunFolder } from '../run/paths.ts';
import { verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import { readPrepared } from '../run/session.ts';
import { settleSync } from '../run/sync-files.ts';
import { targetOf, withTarget } from '../run/target.ts';
import type { Workspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';

const gone = /^(server\.|target\.(unreachable|timeout|lost|noDatabase|auth|tls)$)/;

/** The way to a run's server when going back. */
export interface Server {
  target: string | null;
  env: Record<string, string | undefined>;
  ctx: EngineContext;
  workspace: Workspace;
  state: RunState;
  since: string;
}

export interface Reached extends Server {
  client: pg.Client;
  folder: RunFolder;
  plan: Plan;
  /** Rows of the snapshot. */
  rows: number;
}

/** Works on the server. @throws AppError restore.noServer {run, reason, since} where there is only the snapshot. */
export async function onServer<T>(server: Server, work: (reached: Reached) => Promise<T>): Promise<T> {
  const { ctx, workspace, state, since, env } = server;
  const folder = workspace.runFolder(state.id);
  const url = targetOf(state, server.target);
  await verifyFolder({ folder, state, ctx });
  try {
    return await withTarget({ workspace: workspace.dir, url, env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireLoaded(client, state);
        if (await settleSync(client, target.config, workspace, folder, state))
          await verifyFolder({ folder, state, ctx });
        const { plan, measures } = await readPrepared(folder);
        const rows = measures.tables.reduce((n, t) => n + t.rows, 0);
        return work({ ...server, client, folder, plan, rows });
      }),
    );
  } catch (error) {
    if (!(error instanceof AppError) || !gone.test(error.code)) throw error;
    const reason = String(error.params.reason ?? error.code);
    throw new AppError('restore.noServer', { run: state.id, reason, since }, { cause: error });
  }
}

/** Makes a SQLite file of the snapshot and what the server has. */
export function rebuildOn(
  { ctx, state, client, folder, plan, rows }: Reached,
  to: string,
  wal: boolean,
): Promise<Rebuilt> {
  const progress = new StageProgress(ctx, state.id, 'rebuild', 'rows', 2 * rows);
  return rebuild({
    ...{ client, run: state.id, schema: state.target.schema, plan, snapshot: folder.snapshot, to, wal },
    ...{ signal: ctx.signal, onRows: (table, n) => progress.add(table, n) },
  });
}

/** Counts what was written on the server since the snapshot. */
export async function countOn({ ctx, state, client, folder, plan, rows }: Reached): Promise<TableChanges[]> {
  const progress = new StageProgress(ctx, state.id, 'compare', 'rows', rows);
  const db = openSnapshot(folder.snapshot);
  try {
    return await countWritten({
      ...{ client, db, run: state.id, schema: state.target.schema, plan, signal: ctx.signal },
      onRows: (table, n) => progress.add(table, n),
    });
  } finally {
    db.close();
  }
}
