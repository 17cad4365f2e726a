import { rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { openSource } from '../source/open.ts';
import { openSnapshot, takeSnapshot } from '../source/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import type { TargetConfig } from '../target/config.ts';
import { withAdvisoryLock, withClient } from '../target/connect.ts';
import { findRun, partStates } from '../target/journal.ts';
import { assertReady, preflight } from '../target/preflight.ts';
import { toAppError } from '../target/sqlstate.ts';
import { auditStage } from './audit-stage.ts';
import { writeCertificates } from './certificates.ts';
import { exportExceptions } from './exceptions.ts';
import { indexStage } from './index-stage.ts';
import { withHeartbeat, withPatience } from './patience.ts';
import { savedPlan } from './plan-file.ts';
import { StageProgress } from './progress.ts';
import { type Prepared, type RunSession, readPrepared, save, stage, writePrepared } from './session.ts';
import { loadStage, prepareStage, validateStage } from './stages.ts';
import { describeTarget, type Target, type TargetInput, withTarget } from './target.ts';

/** Connections that load and build indexes side by side. */
const connections = 2;

/**
 * Takes a run from wherever it is to its end. Every stage looks at what is there already (snapshot, plan, journal in
 * the target), so the same walk starts a run and resumes it.
 */
export async function execute(session: RunSession, target: TargetInput): Promise<RunState> {
  const { state, ctx } = session;
  try {
    // Before anything else: a source or target that cannot be used must cost no time.
    if (!(await exists(session.folder.snapshot))) openSource(state.source.path).close();
    let reached = false;
    let lost: Set<number> = new Set();
    const { patience } = session;
    const onRetry = (error: unknown, attempt: number, wait: number): void =>
      ctx.log.warn({ run: state.id, err: error, attempt, wait }, 'the server was lost, trying again');
    await withPatience(
      patience,
      ctx.signal,
      () => reached,
      onRetry,
      () =>
        withTarget(target, ctx, async (found) => {
          const earlier = lost;
          lost = found.pids;
          const onReached = (): void => {
            reached = true;
          };
          await walk(session, found, earlier, onReached);
        }),
    );
    state.error = null;
    return state;
  } catch (error) {
    await remember(session, error);
    throw error;
  } finally {
    await save(session);
  }
}

async function walk(
  session: RunSession,
  target: Target,
  lost: ReadonlySet<number>,
  onReached: () => void,
): Promise<void> {
  const { state, ctx, folder } = session;
  await target.withClients(1, async ([control]) => {
    if (!control) throw new Error('no connection');
    const { schema } = state.target;
    await endSessions(control, [...lost]);
    const known = await findRun(control, state.id);
    const report = await preflight(control, {
      config: target.config,
      schema,
      mode: known || state.options.replace ? 'replace' : 'abort',
      managedData: target.data,
    });
    assertReady(report);
    onReached();
    state.target = describeTarget(target, schema, report.server);
    await withAdvisoryLock(control, target.config, `schema:${schema}`, async () => {
      await snapshotStage(session);
      const db = openSnapshot(folder.snapshot);
      try {
        const prepared = await preparedRun(session, db);
        await stage(session, 'prepare', () =>
          prepareStage(session, control, prepared.plan, state.options.replace),
        );
        const work = () => transfer(session, target, db, prepared);
        await withHeartbeat(control, session.patience, target.cut, work);
      } finally {
        db.close();
      }
    });
    ctx.log.info({ run: state.id, status: state.status }, 'run ended');
  });
}

/**
 * Ends what is left of our own lost connections: the server may not have noticed yet that nobody is there any more, and
 * would keep their locks.
 */
async function endSessions(client: pg.Client, pids: number[]): Promise<void> {
  if (pids.length === 0) return;
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid = any ($1::int[]) and pid <> pg_backend_pid() and usename = current_user
       and datname = current_database() and application_name = current_setting('application_name')`,
    [pids],
  );
}

async function snapshotStage(session: RunSession): Promise<void> {
  const { state, folder, ctx } = session;
  if (state.source.sha256 !== null && (await exists(folder.snapshot))) return;
  await stage(session, 'snapshot', async () => {
    const source = openSource(state.source.path);
    try {
      const progress = new StageProgress(ctx, state.id, 'snapshot', 'bytes', source.bytes + source.walBytes);
      const taken = await takeSnapshot({
        source,
        to: folder.snapshot,
        signal: ctx.signal,
        onProgress: (done) => progress.at(null, done),
      });
      Object.assign(state.source, taken);
    } finally {
      source.close();
    }
  });
}

async function preparedRun(session: RunSession, db: Database): Promise<Prepared> {
  const { state, folder, ctx } = session;
  if (await exists(folder.measures)) return readPrepared(folder);
  return stage(session, 'audit', async () => {
    const { sha256, bytes } = state.source;
    const { plan, measures, audit } = await auditStage(
      {
        db,
        source: { path: state.source.path, sha256: sha256 ?? '', bytes: bytes ?? 0, autocore: null },
        profile: state.profile,
        extras: state.extras,
        choices: () => state.options.choices,
        saved: await savedPlan(folder.plan),
        acceptDefaults: state.options.acceptDefaults,
      },
      ctx,
      state.id,
    );
    state.source.autocore = audit.source.autocore;
    await writeAtomic(folder.audit, `${JSON.stringify(audit, null, 2)}\n`);
    const open = audit.findings.filter((f) => f.decision === null);
    if (open.length > 0) {
      throw new AppError('decisions.missing', {
        count: open.length,
        findings: open.map((f) => f.id).join(', '),
      });
    }
    await writePrepared(folder, { plan, measures });
    return { plan, measures };
  });
}

async function transfer(
  session: RunSession,
  target: Target,
  db: Database,
  prepared: Prepared,
): Promise<void> {
  try {
    await transferAll(session, target, db, prepared);
  } catch (error) {
    if (session.ctx.signal.aborted) session.committed = await committedRows(target.config, session.state.id);
    // Errors of the server become words for people here, where the target is known.
    throw toAppError(error, target.config);
  }
}

/** What the journal says is loaded, asked on a connection of its own; null when the server does not answer in time. */
async function committedRows(config: TargetConfig, run: string): Promise<number | null> {
  const asked = withClient({ ...config, connectTimeout: 1 }, async (client) => {
    const parts = await partStates(client, run);
    return parts.reduce((n, part) => n + part.migrated, 0);
  }).catch(() => null);
  return Promise.race([asked, delay(800, null, { ref: false })]);
}

async function transferAll(
  session: RunSession,
  target: Target,
  db: Database,
  prepared: Prepared,
): Promise<void> {
  const { state, folder, ctx } = session;
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  await target.withClients(connections, async (clients) => {
    const [first] = clients;
    if (!first) throw new Error('no connection');
    state.tables = await stage(session, 'load', () => loadStage(session, db, clients, prepared, encoding));
    const refusals = await stage(session, 'indexes', () => indexStage(session, clients, prepared));
    for (const refusal of refusals)
      ctx.log.warn({ run: state.id, ...refusal }, 'the server refused a constraint');
    state.validation = await stage(session, 'validate', () =>
      validateStage(session, db, first, prepared.plan, encoding, 'rows'),
    );
    state.status = state.validation.status === 'identical' ? 'succeeded' : 'differences';
    await stage(session, 'certificate', async () => {
      await first.query('update autocore_migration.run set finished_at = now() where id = $1::text', [
        state.id,
      ]);
      await exportExceptions(first, state.id, folder.exceptions, ctx.signal);
      state.finishedAt = new Date().toISOString();
      await save(session);
      await writeCertificates(session, first, prepared.plan);
    });
  });
}

/** What the state says after a failure: refused when nothing was written to the target, else it can be resumed. */
async function remember(session: RunSession, error: unknown): Promise<void> {
  const { state } = session;
  const before: RunState['stage'][] = ['snapshot', 'audit', 'plan', 'prepare'];
  const expected =
    error instanceof AppError && !['interrupted', 'target.lost', 'internal'].includes(error.code);
  state.status = before.includes(state.stage) && expected ? 'refused' : 'interrupted';
  state.error = {
    code: error instanceof AppError ? error.code : 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: '',
  };
}

/** Removes the folder of a run that was refused before anything was written anywhere else. */
export async function forget(session: RunSession): Promise<void> {
  await rm(session.folder.dir, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
