import type pg from 'pg';
import { accountOf } from '../run/account.ts';
import { planDigest, type RunSession, readPrepared, save } from '../run/session.ts';
import { earlierSession, nextFiles, settleSync, writeNext } from '../run/sync-files.ts';
import type { Target } from '../run/target.ts';
import { withAdvisoryLock, withTransaction } from '../target/connect.ts';
import { applyAllChanges, type SyncedTable } from './catch-up-apply.ts';
import { compare, openWork, requireSameSchema } from './catch-up-compare.ts';
import { exportExceptions } from './exceptions.ts';
import { snapshotOf } from './snapshot.ts';

/** What a catch-up brought over. */
export interface SyncResult {
  run: string;
  tables: SyncedTable[];
  /** Rows inserted, changed and deleted, in all tables. */
  rows: number;
  seconds: { snapshot: number; compare: number; apply: number; total: number };
}

/**
 * One catch-up: a new snapshot, the differences between both, and all of them in one transaction, so that the target
 * is always the source of one moment. Foreign keys between tables hold only then, and a crash leaves nothing half done.
 */
export async function catchUp(session: RunSession, target: Target, client: pg.Client): Promise<SyncResult> {
  const { workspace, folder, state } = session;
  const { schema } = state.target;
  const underLock = async (): Promise<SyncResult> => {
    await settleSync(client, target.config, workspace, folder, state);
    const clock = stopwatch();
    const taken = await snapshotOf(state.source.path, nextFiles(folder).snapshot, session.ctx, state.id);
    clock.lap('snapshot');
    const work = openWork(session, await readPrepared(folder));
    let tables: SyncedTable[];
    try {
      requireSameSchema(session, work);
      const changes = await compare(session, work);
      clock.lap('compare');
      tables = await withTransaction(client, async () => {
        const done = await applyAllChanges(session, client, work, changes);
        const note = { ...taken, takenAt: new Date().toISOString() };
        await writeNext(folder, work.plan, work.measures, note);
        await client.query(
          `update autocore_migration.run set source_sha256 = $2::text, plan_sha256 = $3::text
           where id = $1::text`,
          [state.id, taken.sha256, planDigest(work.plan)],
        );
        return done;
      });
    } finally {
      work.close();
    }
    await settleSync(client, target.config, workspace, folder, state);
    state.tables = await accountOf(client, state.id, work.plan, work.measures);
    await exportExceptions(client, state.id, folder.exceptions, session.ctx.signal);
    await save(session);
    clock.lap('apply');
    const rows = tables.reduce((n, t) => n + t.inserted + t.changed + t.deleted, 0);
    session.ctx.log.info({ run: state.id, rows, ...clock.seconds }, 'caught up with the source');
    return { run: state.id, tables, rows, seconds: clock.seconds };
  };
  return withAdvisoryLock(client, target.config, `schema:${schema}`, underLock, earlierSession);
}

function stopwatch() {
  const seconds = { snapshot: 0, compare: 0, apply: 0, total: 0 };
  let at = performance.now();
  return {
    seconds,
    lap(name: 'snapshot' | 'compare' | 'apply'): void {
      const now = performance.now();
      seconds[name] = Math.round(now - at) / 1000;
      seconds.total = Math.round((seconds.total + seconds[name]) * 1000) / 1000;
      at = now;
    },
  };
}
