import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { PlanTable, RunState, TableAccount } from '../../../shared/model/index.ts';
import { orphansOf } from '../diff/adopted-orphans.ts';
import { quarantinedByType } from '../diff/adopted-out.ts';
import { type Aligned, type AlignInput, alignTable } from '../diff/align.ts';
import { ForeignKeys } from '../diff/apply-foreign-keys.ts';
import type { Applied } from '../diff/apply-outcome.ts';
import type { Changes } from '../diff/changes.ts';
import { keyTaken, orphan } from '../load/adopted-causes.ts';
import { readKey } from '../load/keys.ts';
import { rowOrNull } from '../load/row-reader.ts';
import { silently } from '../load/silent.ts';
import { accountOf } from '../run/account.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { syncFolder } from '../system/atomic.ts';
import { rm, rmdir } from '../system/files.ts';
import { stoodKeys } from '../target/adopted-rows.ts';
import { qualified } from '../target/sql.ts';
import { asideAgain } from './adopt/follow.ts';
import { account } from './catch-up-account.ts';
import { factsOf, learn, type SyncedTable } from './catch-up-apply.ts';
import type { CatchUp } from './catch-up-compare.ts';
import { highestGiven, moveSequence } from './next-id.ts';

/**
 * The catch-up without trust in what the target holds, which may have come from a backup: makes it what the later
 * snapshot says, in the caller's transaction. The rows that go or change are written down first, one file a table, as
 * `COPY` prints them.
 * @returns the tables, and the folder with the rows; null where none went
 */
export async function alignAll(
  session: RunSession,
  client: pg.Client,
  work: CatchUp,
  changes: Map<PlanTable, Changes>,
): Promise<{ synced: SyncedTable[]; removed: string | null }> {
  const { state, folder } = session;
  const { plan, measures } = work;
  const accounts = await accountOf(client, state.id, plan, measures);
  // First of all: what the audit proved of the earlier rows says nothing of the new ones.
  for (const [table, found] of changes) learn(work, table, found, factsOf(work, table, found));
  const removed = join(folder.dir, `removed-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`);
  await mkdir(removed, { mode: 0o700 });
  try {
    const synced = await alignEach(session, client, work, accounts, removed);
    return { synced, removed: await keepUnlessEmpty(removed) };
  } catch (error) {
    await rm(removed, { recursive: true, force: true });
    throw error;
  }
}

async function alignEach(
  { state, ctx }: RunSession,
  client: pg.Client,
  work: CatchUp,
  accounts: TableAccount[],
  removed: string,
): Promise<SyncedTable[]> {
  const { schema } = state.target;
  const { plan, encoding } = work;
  const { db } = work.after;
  const names = plan.tables.map((t) => qualified(schema, t.target)).join(', ');
  // Whoever writes there now waits: what was compared must be what is changed.
  if (names !== '') await client.query(`lock table ${names} in share row exclusive mode`);
  const foreignKeys = new ForeignKeys(client, schema, plan);
  const total = accounts.reduce((n, a) => n + a.source, 0);
  const progress = new StageProgress(ctx, state.id, 'compare', 'rows', total);
  const done: SyncedTable[] = [];
  const aside = await keptAside(client, state, work);
  for (const [i, table] of plan.tables.entries()) {
    const put = { client, db, run: state.id, schema, table, encoding, signal: ctx.signal };
    const align: AlignInput = {
      ...{ ...put, foreignKeys },
      aside: aside.get(table) ?? new Map(),
      removed: join(removed, fileName(i, table)),
      onRows: (rows) => progress.add(table.source, rows),
    };
    const found = await silently(put, () => alignTable(align));
    await moveSequence(client, schema, table, highestGiven(work, table));
    const gained = gainedBy(
      found,
      accounts.find((a) => a.name === table.source),
    );
    const { migrated, repaired, nulled, quarantined } = gained;
    if (migrated || repaired || nulled || quarantined) await account(client, state.id, table, gained);
    const { inserted, changed, deleted } = found;
    if (inserted + changed + deleted > 0)
      done.push({ name: table.source, inserted, changed, deleted, repaired, nulled, quarantined });
  }
  await asideAgain(client, state.id, work, ctx.signal);
  await foreignKeys.restore();
  return done;
}

/** Rows that have no place in an application's tables: orphans, and those whose key a row of the application has. */
async function keptAside(
  client: pg.Client,
  state: RunState,
  { plan, after, encoding }: CatchUp,
): Promise<Map<PlanTable, Map<string, { code: string; reason: string }>>> {
  const found = new Map<PlanTable, Map<string, { code: string; reason: string }>>();
  if (!state.options.adopt) return found;
  const orphans = orphansOf(after.db, plan, encoding, quarantinedByType(after.db, plan, encoding));
  for (const table of plan.tables) {
    const own = new Map([...(orphans.get(table) ?? [])].map((key) => [key, orphan] as const));
    const stood = await stoodKeys(client, state.id, table.source);
    const read = rowOrNull(after.db, table, table.read, encoding);
    for (const { kind, readKey: key } of stood) {
      if (kind === 'kept' && key && read(readKey(key)) !== null && !own.has(key)) own.set(key, keyTaken);
    }
    found.set(table, own);
  }
  return found;
}

/** What the account of a table gains or loses. */
function gainedBy(found: Aligned, before: TableAccount | undefined): Applied {
  const by = (of: 'migrated' | 'repaired' | 'nulled' | 'quarantined') => found[of] - (before?.[of] ?? 0);
  const [migrated, quarantined] = [by('migrated'), by('quarantined')];
  return {
    read: migrated + quarantined,
    migrated,
    repaired: by('repaired'),
    nulled: by('nulled'),
    quarantined,
  };
}

/** In the order of the plan, with as much of the name as any file system takes. */
function fileName(index: number, { target }: PlanTable): string {
  return `${index + 1}-${target.replaceAll(/[^\w-]/g, '_').slice(0, 60)}.copy`;
}

async function keepUnlessEmpty(folder: string): Promise<string | null> {
  if ((await readdir(folder)).length > 0) {
    await syncFolder(folder);
    return folder;
  }
  await rmdir(folder);
  return null;
}
