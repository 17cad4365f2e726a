import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { RunSource } from '../../../shared/model/index.ts';
import { readCutover } from '../cutover/state.ts';
import { attachEarlier } from '../diff/changes.ts';
import { ledgerCounts } from '../diff/ledger.ts';
import { accountOf, accountsOf } from '../run/account.ts';
import { assertSame, assertThere, requireLoaded } from '../run/known.ts';
import { verifyFolder } from '../run/prepared.ts';
import { planDigest, type RunSession, readPrepared, save } from '../run/session.ts';
import { earlierSession, isCutOff, nextFiles, settleSync, spareFile, writeNext } from '../run/sync-files.ts';
import type { Target } from '../run/target.ts';
import { markOf } from '../source/mark.ts';
import { hasSamePages } from '../source/pages/renew.ts';
import { rm } from '../system/files.ts';
import { commitTogether } from '../target/citus.ts';
import { transactionBetween, withAdvisoryLock } from '../target/connect.ts';
import { passHere } from '../target/fence.ts';
import { findRun, type PartState, partStates, type RunRow } from '../target/journal.ts';
import { holdOffLive } from '../target/live.ts';
import { sendAll } from '../target/pipeline.ts';
import type { Query } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';
import { alignAll } from './catch-up-align.ts';
import { applyAllChanges, type SyncedTable } from './catch-up-apply.ts';
import { compare, openWork, requireSameSchema } from './catch-up-compare.ts';
import type { Spare } from './catch-up-pages.ts';
import { exportExceptions } from './exceptions.ts';
import { requireSameDatabase, type Succession, sameDatabase } from './identity.ts';
import { snapshotOf } from './snapshot.ts';

/** What a person decided about a catch-up that was refused. */
export interface CatchUpChoice {
  /** Goes on where the file at the source's path seems to be another database. */
  sameSource?: boolean;
  /** Compares the target itself with the source, row by row, and makes it equal: for one that came from a backup. */
  full?: boolean;
}

/** What a catch-up brought over. */
export interface SyncResult {
  run: string;
  tables: SyncedTable[];
  /** Rows inserted, changed and deleted, in all tables. */
  rows: number;
  /** What was replaced, in the run's folder: the snapshot before another database's, or rows of the target. */
  kept: string | null;
  seconds: { snapshot: number; compare: number; apply: number; total: number };
}

/**
 * One catch-up: a new snapshot, the differences between both, and all of them in one transaction, so that the target
 * is always the source of one moment. Foreign keys between tables hold only then, and a crash leaves nothing half done.
 * @param spare of a caller that goes on catching up: the next time only pages that changed are copied and looked into
 */
export async function catchUp(
  session: RunSession,
  target: Target,
  client: pg.Client,
  { sameSource = false, full = false }: CatchUpChoice = {},
  spare: Spare | null = null,
): Promise<SyncResult> {
  const { workspace, folder, state } = session;
  const { schema } = state.target;
  const wasCutOff = isCutOff(folder);
  const own = () => requireOwnTarget(session, client, full);
  const underLock = async (): Promise<SyncResult> => {
    if (await settleSync(client, target.config, workspace, folder, state, { alone: true })) {
      await verifyFolder(session);
      await own();
      // What it could not say any more.
      const { plan, measures } = await readPrepared(folder);
      state.tables = await accountOf(client, state.id, plan, measures);
      await exportExceptions(client, state.id, folder.exceptions, session.ctx.signal);
      await save(session);
    }
    const clock = stopwatch();
    const nothing = (): SyncResult => {
      clock.lap('snapshot');
      session.ctx.log.info({ run: state.id, ...clock.seconds }, 'nobody has written to the source');
      return { run: state.id, tables: [], rows: 0, kept: null, seconds: clock.seconds };
    };
    if (!full && (isUnchanged(state.source) || (spare === null && (await isAsBefore(session))))) {
      spare?.unchanged();
      return nothing();
    }
    const pages = full ? null : ((await spare?.renewed(session)) ?? null);
    if (pages === 'same') return nothing();
    const taken =
      pages?.taken ??
      (await snapshotOf(state.source.path, nextFiles(folder).snapshot, session.ctx, state.id));
    clock.lap('snapshot');
    const work = openWork(session, await readPrepared(folder));
    let brought: Brought;
    let succession: Succession;
    let written: string | null = null;
    let isEnding = false;
    try {
      requireSameSchema(session, work);
      attachEarlier(work.after.db, folder.snapshot);
      succession = pages?.isSame
        ? sameDatabase
        : await requireSameDatabase(session, work.after.db, work.after.schema.tables, sameSource);
      const { keep } = succession;
      const changes = await compare(session, work, pages?.rows ?? null);
      clock.lap('compare');
      const since = (await readCutover(folder.dir))?.liveSince ?? null;
      const first = [
        () => holdOffLive(client, [schema], { run: state.id, since }),
        () => ledgerCounts(client, state.id),
        () => commitTogether(client, schema, work.plan.tables),
        () => sendAll(client, passHere(client)),
      ] as const;
      brought = await transactionBetween(client, first, async ([, ledger]) => {
        const done = full
          ? { ...(await alignAll(session, client, work, changes)), last: [] }
          : { ...(await applyAllChanges(session, client, work, changes, ledger)), removed: null };
        written = done.removed;
        await writeNext(folder, work.plan, work.measures, { ...taken, keep });
        const named: Query = {
          text: `update autocore_migration.run set source_sha256 = $2::text, plan_sha256 = $3::text
             where id = $1::text`,
          values: [state.id, taken.sha256, planDigest(work.plan)],
        };
        const behind = [() => findRun(client, state.id), () => partStates(client, state.id)] as const;
        isEnding = true;
        return { last: [...done.last, named], result: { ...done, ledger }, behind };
      });
    } catch (error) {
      // With the end on its way and no answer, the rows may be gone, and what was written down is all there is of them.
      if (written !== null && (!isEnding || isDataError(error)))
        await rm(written, { recursive: true, force: true });
      // Windows removes no file that is open.
      work.close();
      // Before the note nothing leads to the copy again: it would lie there until the next attempt.
      if (!isCutOff(folder)) await rm(nextFiles(folder).snapshot, { force: true });
      throw error;
    } finally {
      work.close();
    }
    const [known, parts] = brought.behind;
    const { synced: tables, removed, ledger } = brought.result;
    const aside = spare && spareFile(folder);
    await settleSync(client, target.config, workspace, folder, state, { alone: true, spare: aside, known });
    spare?.settled(pages?.pages ?? null, succession.keep);
    await succession.settle();
    state.tables = accountsOf(parts, work.plan, work.measures);
    const isClean =
      ledger.size === 0 && state.tables.every((t) => t.repaired + t.nulled + t.quarantined === 0);
    if (!isClean || !existsSync(folder.exceptions))
      await exportExceptions(client, state.id, folder.exceptions, session.ctx.signal);
    await save(session);
    clock.lap('apply');
    const rows = tables.reduce((n, t) => n + t.inserted + t.changed + t.deleted, 0);
    session.ctx.log.info({ run: state.id, rows, ...clock.seconds }, 'caught up with the source');
    const kept = succession.keep === null ? removed : join(folder.dir, succession.keep);
    return { run: state.id, tables, rows, kept, seconds: clock.seconds };
  };
  return withAdvisoryLock(client, target.config, `schema:${schema}`, underLock, {
    patience: earlierSession,
    // Whoever catches up once ends the session, or holds the same lock around it.
    keep: spare === null,
    ...(wasCutOff ? {} : { first: own }),
  });
}

/** What one transaction has brought over, and what the target says after it. */
interface Brought {
  result: { synced: SyncedTable[]; removed: string | null; ledger: ReadonlyMap<string, number> };
  behind: readonly [RunRow | null, PartState[]];
}

/** True where it is certain that the source is what the run's snapshot was made of: then there is nothing to copy. */
function isUnchanged({ path, mark }: RunSource): boolean {
  return typeof mark === 'string' && markOf(path) === mark;
}

/**
 * The same where the times of the file cannot tell, because somebody wrote a moment before the snapshot was made, or
 * touched it since: page by page, which is less than a copy. The next one is told by the mark again.
 */
async function isAsBefore(session: RunSession): Promise<boolean> {
  const { state, folder, ctx } = session;
  const { path } = state.source;
  const mark = markOf(path);
  if (!(await hasSamePages(path, folder.snapshot, ctx.signal))) return false;
  if (mark === null || markOf(path) !== mark) return true;
  state.source.mark = mark;
  await save(session);
  return true;
}

/** @throws AppError run.targetBehind, run.otherPlan, run.targetChanged, and what known.ts says of a target without it */
async function requireOwnTarget(
  { state, folder }: RunSession,
  client: pg.Client,
  full: boolean,
): Promise<void> {
  const { plan } = await readPrepared(folder);
  if (full) await assertThere(client, await requireLoaded(client, state), plan);
  else await assertSame(client, state, plan);
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
