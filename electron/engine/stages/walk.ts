import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { RunState } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { requireBeforeLive } from '../cutover/live-mark.ts';
import { caseless } from '../plan/nocase.ts';
import { isSmall } from '../plan/schedule.ts';
import { holdSchema, withWorkers } from '../run/hold.ts';
import { knownRun } from '../run/known.ts';
import { forgetPrepared, verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, type RunSession, save, stage } from '../run/session.ts';
import { settleSync } from '../run/sync-files.ts';
import { describeTarget, type Target } from '../run/target.ts';
import { usualTuning } from '../run/tuning.ts';
import { toolVersion } from '../run/version.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { citusVersion, isFar } from '../target/connect.ts';
import { findExtension } from '../target/extension.ts';
import { finishRun } from '../target/journal.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { assertReady, preflight, strangersOf } from '../target/preflight.ts';
import { keptAdoption } from './adopt/kept.ts';
import { prepareAdopted } from './adopt/prepare.ts';
import { preparedRun } from './audit.ts';
import { certify } from './certificate.ts';
import { EarlyRows } from './early-rows.ts';
import { exportExceptions, summarise } from './exceptions.ts';
import { indexStage } from './indexes.ts';
import { loadStage } from './load.ts';
import { prepareStage } from './prepare.ts';
import { snapshotStage } from './snapshot.ts';
import { validateStage } from './validate.ts';

/**
 * Takes a run from wherever it is to its end. Every stage looks at what is there already (snapshot, plan, journal in
 * the target), so the same walk starts a run, resumes it, and goes on after a lost connection.
 */
export async function walk(session: RunSession, target: Target): Promise<void> {
  const { state } = session;
  const { schema } = state.target;
  const hold = { run: state.id, schema };
  await holdSchema(target, hold, session.ctx, async (control, ctx) => {
    const attempt = { ...session, ctx };
    await meet(attempt, control, target);
    await snapshotStage(attempt);
    const db = openSnapshot(session.folder.snapshot);
    try {
      const adopt = await keptAdoption(attempt, control);
      const prepared = await preparedRun(attempt, db, adopt);
      const adopted = adopt && (() => prepareAdopted(attempt, control, prepared.plan, db, adopt.target));
      await prepareStage(attempt, control, target, prepared, adopted);
      await transfer(attempt, target, db, prepared, connectionsFor(prepared, control, target));
    } finally {
      db.close();
    }
  });
  session.ctx.log.info({ run: state.id, status: state.status }, 'run ended');
}

/** Asks the target everything that would stop the run later. */
async function meet(session: RunSession, control: pg.Client, target: Target): Promise<void> {
  const { state, done } = session;
  const { schema } = state.target;
  const known = await knownRun(control, state);
  const { workspace, folder } = session;
  // Whoever resumes a run that the application works with would load, build and judge what is the application's now.
  if (known) await requireBeforeLive(control, { run: state.id, schema, dir: folder.dir });
  if (known && (await settleSync(control, target.config, workspace, folder, state)))
    await verifyFolder(session);
  if (!done.reached || !known) {
    const { adopt, replace } = state.options;
    const mode = known ? 'resume' : adopt ? 'adopt' : replace ? 'replace' : 'abort';
    const { config, data: managedData } = target;
    const report = await preflight(control, { config, schema, mode, managedData });
    assertReady(report);
    await noteSettings(report.settings, folder.serverSettings);
    if (!known && wishesCaseless(state)) await findExtension(control, schema, caseless);
    state.target = { ...describeTarget(target, schema, report.server), ...strangersOf(report) };
  }
  done.reached = true;
  if (!known && state.tool !== toolVersion) {
    // Nothing is written yet: this version looks and plans for itself.
    await forgetPrepared(folder);
    state.tool = toolVersion;
  }
}

/** For whoever has to understand the run later, without the server. */
async function noteSettings(settings: Record<string, string>, path: string): Promise<void> {
  await writeAtomic(path, `${JSON.stringify(settings, null, 2)}\n`);
}

/** True where somebody chose the type already: what the server lacks for it need not wait for the plan. */
function wishesCaseless({ options }: RunState): boolean {
  return !options.adopt && Object.values(options.choices.decisions).includes(caseless);
}

/** Over a slow line little is loaded before another connection is made; a number that was given is kept to. */
function connectionsFor({ measures }: Prepared, control: pg.Client, { tuning }: Target): number {
  const rows = measures.tables.reduce((sum, table) => sum + table.rows, 0);
  const isFree = tuning.connections === usualTuning.connections;
  return isFree && isFar(control) && isSmall(rows) ? 1 : tuning.connections;
}

async function transfer(
  session: RunSession,
  target: Target,
  db: Database,
  prepared: Prepared,
  n: number,
): Promise<void> {
  const { state, folder } = session;
  const { tuning } = target;
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  const { chunkBytes: bytes, rowsPerBlock, splitRows } = tuning;
  const sizes = { bytes, rowsPerBlock, splitRows };
  const several = { run: state.id, n };
  await withWorkers(target, several, session.ctx, async (clients, ctx, stop) => {
    const [first] = clients;
    const own = { ...session, ctx };
    const workers = { clients, stop };
    state.tables = await stage(own, 'load', () => loadStage(own, db, workers, prepared, encoding, sizes));
    // An application's tables have their indexes, and nodes of Citus count transactions each for itself.
    const early =
      state.options.adopt || citusVersion(first) !== null
        ? null
        : new EarlyRows(own, { db, plan: prepared.plan, encoding });
    const refusals = await stage(own, 'indexes', () =>
      indexStage(own, workers, prepared, tuning.proofSeconds, early),
    );
    for (const refusal of refusals) {
      ctx.log.warn({ run: state.id, ...refusal }, 'the server refused a constraint');
    }
    state.validation = await stage(own, 'validate', () =>
      validateStage(own, db, workers, prepared.plan, encoding, 'rows', early),
    );
    await stage(own, 'certificate', async () => {
      const progress = new StageProgress(ctx, state.id, 'certificate', 'objects', 1);
      const [, summary] = await inOneTrip(first, [
        () => first.query(finishRun(state.id)),
        () => summarise(first, state.id),
      ]);
      await exportExceptions(first, state.id, folder.exceptions, ctx.signal);
      state.status = state.validation?.status === 'identical' ? 'succeeded' : 'differences';
      state.finishedAt = new Date().toISOString();
      await save(own);
      await certify(own, prepared.plan, summary);
      progress.at(null, 1);
    });
  });
}
