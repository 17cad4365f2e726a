import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { Measures, Plan, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { requireKnownLive } from '../cutover/live-mark.ts';
import { isLive, readCutover, requireNotBack } from '../cutover/state.ts';
import { type Applied, applyChanges } from '../diff/apply.ts';
import { ForeignKeys } from '../diff/apply-foreign-keys.ts';
import { attachEarlier, type Changes, findChanges } from '../diff/changes.ts';
import { withValue } from '../diff/changes-facts.ts';
import { type PlannedRow, plannedRows } from '../diff/changes-rows.ts';
import { refusedKeys } from '../diff/validate.ts';
import type { Key } from '../load/keys.ts';
import { schemaDigest } from '../plan/build.ts';
import { compareKeyOf } from '../plan/reading.ts';
import { accountOf } from '../run/account.ts';
import { withOwnSession } from '../run/hold.ts';
import { verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import { requireLoaded } from '../run/require.ts';
import { newSession, planDigest, type RunSession, readPrepared, save } from '../run/session.ts';
import { earlierSession, nextFiles, settleSync, writeNext } from '../run/sync-files.ts';
import { type Target, withTarget } from '../run/target.ts';
import { openWorkspace, type Workspace } from '../run/workspace.ts';
import { highestCounted, lastId } from '../source/ids.ts';
import { introspect } from '../source/introspect.ts';
import { openSource } from '../source/open.ts';
import { openSnapshot, takeSnapshot } from '../source/snapshot.ts';
import { exportExceptions } from '../stages/exceptions.ts';
import { withAdvisoryLock, withTransaction } from '../target/connect.ts';
import { insertChunk } from '../target/journal.ts';
import { qualified } from '../target/sql.ts';
import { targetOf } from './migrate.ts';

export interface SyncInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
}

/** What a catch-up brought over. */
export interface SyncResult {
  run: string;
  tables: SyncedTable[];
  /** Rows inserted, changed and deleted, in all tables. */
  rows: number;
  seconds: { snapshot: number; compare: number; apply: number; total: number };
}

export interface SyncedTable {
  name: string;
  inserted: number;
  changed: number;
  deleted: number;
  /** What the ledger of exceptions gained (or lost, below zero). */
  repaired: number;
  nulled: number;
  quarantined: number;
}

/** Brings what changed in the source since the run's snapshot over to the target. Can be repeated at any time. */
export async function syncRun(input: SyncInput, ctx: EngineContext): Promise<SyncResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const live = await readCutover(folder.dir);
    requireNotBack(state.id, live);
    // The application writes to PostgreSQL now: the source must not overwrite that.
    if (isLive(live)) throw new AppError('cutover.done', { run: state.id });
    const url = targetOf(state, input.target);
    return withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireLoaded(client, state);
        await requireKnownLive(client, state.id, folder.dir);
        return catchUp(session, target, client);
      }),
    );
  });
}

/** A run as the commands behind its end work on it. */
export async function openSession(
  workspace: Workspace,
  input: Pick<SyncInput, 'run' | 'language'>,
  ctx: EngineContext,
): Promise<RunSession> {
  const state = await workspace.readState(input.run);
  const folder = workspace.runFolder(input.run);
  const session = newSession({ workspace, folder, state, ctx, language: input.language });
  await verifyFolder(session);
  return session;
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
    const taken = await newSnapshot(session);
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

async function newSnapshot({ state, folder, ctx }: RunSession): Promise<{ sha256: string; bytes: number }> {
  const source = openSource(state.source.path);
  try {
    const progress = new StageProgress(ctx, state.id, 'snapshot', 'bytes', source.bytes + source.walBytes);
    return await takeSnapshot({
      source,
      to: nextFiles(folder).snapshot,
      signal: ctx.signal,
      onProgress: (done) => progress.at(null, done),
    });
  } finally {
    source.close();
  }
}

interface Work {
  plan: Plan;
  measures: Measures;
  before: { db: Database; schema: SourceSchema };
  after: { db: Database; schema: SourceSchema };
  encoding: TextEncoding;
  close(): void;
}

function openWork({ folder }: RunSession, prepared: { plan: Plan; measures: Measures }): Work {
  const before = openSnapshot(folder.snapshot);
  const after = openSnapshot(nextFiles(folder).snapshot);
  return {
    ...prepared,
    before: { db: before, schema: introspect(before) },
    after: { db: after, schema: introspect(after) },
    encoding: after.pragma('encoding', { simple: true }) as TextEncoding,
    close: () => {
      before.close();
      after.close();
    },
  };
}

/** @throws AppError sync.schemaChanged {run, objects}: rows can only follow where the tables are still the same. */
function requireSameSchema({ state }: RunSession, { before, after }: Work): void {
  if (schemaDigest(before.schema) === schemaDigest(after.schema)) return;
  const texts = ({ tables, views, triggers, virtualTables }: SourceSchema) =>
    new Map(
      [...tables.map((t) => ({ ...t, sequence: null })), ...views, ...triggers, ...virtualTables].map(
        (each) => [each.name, JSON.stringify(each)],
      ),
    );
  const [old, now] = [texts(before.schema), texts(after.schema)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const objects = [...names].filter((name) => old.get(name) !== now.get(name)).join(', ');
  throw new AppError('sync.schemaChanged', { run: state.id, objects });
}

async function compare({ ctx, state, folder }: RunSession, work: Work): Promise<Map<PlanTable, Changes>> {
  const { plan, measures, after } = work;
  attachEarlier(after.db, folder.snapshot);
  const total = measures.tables.reduce((n, t) => n + t.rows, 0);
  const progress = new StageProgress(ctx, state.id, 'compare', 'rows', total);
  const found = new Map<PlanTable, Changes>();
  for (const table of plan.tables) {
    const source = sourceTable(work, table);
    found.set(
      table,
      await findChanges(after.db, table, source, work.encoding, async (rows) => {
        progress.add(table.source, rows);
        // SQLite works in this thread: a cancel gets through only now.
        await new Promise(setImmediate);
        ctx.signal.throwIfAborted();
      }),
    );
  }
  return found;
}

async function applyAllChanges(
  session: RunSession,
  client: pg.Client,
  work: Work,
  found: Map<PlanTable, Changes>,
): Promise<SyncedTable[]> {
  const { state, ctx } = session;
  const { schema } = state.target;
  const { plan } = work;
  const foreignKeys = new ForeignKeys(client, schema, plan);
  const refused = await refusedKeys(client, state.id);
  const total = [...found.values()].reduce((n, c) => n + countOf(c), 0);
  const progress = new StageProgress(ctx, state.id, 'apply', 'rows', total);
  const synced: SyncedTable[] = [];
  for (const [table, changes] of found) {
    if (countOf(changes) === 0) continue;
    ctx.signal.throwIfAborted();
    const before = plannedRows(work.before.db, table, work.encoding, refused.get(table.source) ?? new Set());
    const after = plannedRows(work.after.db, table, work.encoding, new Set());
    const done = await applyChanges({
      ...{ client, db: work.after.db, run: state.id, schema, table, encoding: work.encoding },
      ...{ changes, before, after, foreignKeys, signal: ctx.signal },
    });
    await account(client, state.id, table, done);
    await moveSequence(client, schema, table, highestGiven(work, table));
    learn(work, table, changes, after);
    const { repaired, nulled, quarantined } = done;
    const { inserted, changed, deleted } = changes;
    const counts = { inserted: inserted.length, changed: changed.length, deleted: deleted.length };
    synced.push({ name: table.source, ...counts, repaired, nulled, quarantined });
    progress.add(table.source, countOf(changes));
  }
  await foreignKeys.restore();
  return synced;
}

/** A catch-up is a part of its own in the journal, whose sums may fall. */
async function account(client: pg.Client, run: string, table: PlanTable, done: Applied): Promise<void> {
  const found = await client.query(
    `select coalesce(max(seq), 0) + 1 as seq from autocore_migration.chunk
     where run = $1::text and source_table = $2::text and part = -1`,
    [run, table.source],
  );
  const seq = Number(found.rows[0].seq);
  await insertChunk(client, run, { table: table.source, part: -1, seq, lastKey: '[]', ...done });
}

/** The highest id that the source gave, also to rows that are in quarantine: they must be able to come back. */
function highestGiven(work: Work, table: PlanTable): string | null {
  const source = sourceTable(work, table);
  const highest = highestCounted(work.after.db, source);
  const given = [highest, source.sequence].filter((v) => v !== null && v !== lastId);
  return given.reduce((a, b) => (a === null || BigInt(b as string) > BigInt(a) ? b : a), null);
}

/** New rows bring their ids along; the next one must lie past them. */
async function moveSequence(
  client: pg.Client,
  schema: string,
  table: PlanTable,
  given: string | null,
): Promise<void> {
  const identity = table.columns.find((c) => c.identity !== null);
  if (!identity) return;
  const target = qualified(schema, table.target);
  const { rows } = await client.query('select pg_get_serial_sequence($1, $2) as name', [
    target,
    identity.target,
  ]);
  const sequence = (rows[0] as { name: string | null }).name;
  if (sequence === null) return;
  await client.query(
    `select setval($1::regclass, highest) from
       (select $2::bigint as highest) m
     where highest >= (select last_value from ${sequence}) and highest >= 1`,
    [sequence, given],
  );
}

/** What the plan knows of each column grows by the new values, so that validation reads them with the same care. */
function learn(work: Work, table: PlanTable, changes: Changes, after: (key: Key) => PlannedRow): void {
  const profile = work.measures.tables.find((t) => t.table === table.source);
  if (!profile) throw new Error(`no profile of ${table.source}`);
  for (const key of [...changes.inserted, ...changes.changed.map((c) => c.after)]) {
    const { values } = after(key);
    for (const column of table.columns) {
      column.facts = withValue(column, column.facts, values[column.source] ?? null);
    }
  }
  for (const column of table.columns) profile.columns[column.source] = column.facts;
  profile.rows += changes.inserted.length - changes.deleted.length;
  // A key that no longer converts exactly cannot be compared by.
  table.compareKey = compareKeyOf(sourceTable(work, table), table.columns, profile);
}

function sourceTable({ after }: Work, table: PlanTable) {
  const found = after.schema.tables.find((t) => t.name === table.source);
  if (!found) throw new Error(`the source has no table ${table.source}`);
  return found;
}

function countOf({ inserted, changed, deleted }: Changes): number {
  return inserted.length + changed.length + deleted.length;
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
