import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type {
  PartitionStatus,
  ReplicationStatus,
  RunState,
  StatusWarning,
  TargetStatus,
} from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { isLeftBehind } from '../cutover/live-mark.ts';
import { isBack, isLive, readCutover } from '../cutover/state.ts';
import { requireLoaded } from '../run/known.ts';
import type { RunFolder } from '../run/paths.ts';
import { nextFiles } from '../run/sync-files.ts';
import { targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import {
  chunksQuery,
  partitionsQuery,
  placedTablesQuery,
  replicationQuery,
  serverQuery,
  slowestQuery,
  tablesQuery,
  unusedQuery,
} from '../status/queries.ts';
import { replicationWarnings } from '../status/replication.ts';
import type { RunRow } from '../target/journal.ts';
import { liveMark } from '../target/live.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { placementOf } from '../target/placement.ts';
import { quoteIdent } from '../target/sql.ts';
import { sqlstateOf } from '../target/sqlstate.ts';
import { lowerLeftIfFree } from './left-fence.ts';

export interface StatusInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  /** Folder of backups to look into, or null. */
  backups: string | null;
}

/**
 * Looks at a run's target. Nothing is written there but that the application may write again, where a command that was
 * killed keeps it out still. @throws AppError run.*, target.*, server.*, backups.unreadable
 */
export async function targetStatus(input: StatusInput, ctx: EngineContext): Promise<TargetStatus> {
  const workspace = openWorkspace(input.workspace, input.env);
  const state = await workspace.readState(input.run);
  const target = { workspace: workspace.dir, url: targetOf(state, input.target), env: input.env };
  const lastBackup = input.backups === null ? null : await newest(input.backups);
  return withTarget(target, ctx, (reached) =>
    reached.withClients(1, async ([client]) => {
      const doubts = await doubtsOf(
        client,
        await requireLoaded(client, state),
        state,
        workspace.runFolder(state.id),
      );
      if (doubts.length === 0) await lowerLeftIfFree({ client, state, ctx }, workspace);
      const schema = quoteIdent(state.target.schema);
      const rows = async (sql: string) => (await client.query<Record<string, string>>(sql, [schema])).rows;
      const own = new Set(state.tables.map((t) => t.target));
      const [[server], [followed]] = await inOneTrip(client, [
        () => rows(serverQuery),
        () => rows(replicationQuery),
      ]);
      const placement = await placementOf(client, [state.target.schema]);
      const placed = placement !== null && placement.schemas.length > 0;
      if (!server) throw new Error('the server said nothing of itself');
      const status: Omit<TargetStatus, 'warnings'> = {
        run: state.id,
        server: state.target.server ?? '',
        schema: state.target.schema,
        at: new Date().toISOString(),
        bytes: Number(server.bytes),
        tables: (await rows(placed ? placedTablesQuery : tablesQuery)).map((t) => ({
          name: t.name ?? '',
          bytes: Number(t.bytes),
          rows: Number(t.rows),
          dead: Number(t.dead),
          lastVacuum: t.lastVacuum ?? null,
        })),
        partitions: await partitionsOf(client, own, await rows(partitionsQuery)),
        hypertables: (await rows(chunksQuery(client)))
          .filter(({ table }) => own.has(table ?? ''))
          .map(({ table, chunks }) => ({ table: table ?? '', chunks: Number(chunks) })),
        // What is read on a node is counted there.
        unusedIndexes: (placed ? [] : await rows(unusedQuery(client))).map((i) => ({
          name: i.name ?? '',
          table: i.table ?? '',
          bytes: Number(i.bytes),
        })),
        since: server.since ?? null,
        connections: { used: Number(server.used), active: Number(server.active), max: Number(server.max) },
        slowest: server.statements ? await slowest(client, server.statements, Number(server.version)) : null,
        schedulers: server.schedulers as unknown as string[],
        lastBackup,
        placement,
        replication: JSON.parse(followed?.replication ?? '') as ReplicationStatus,
      };
      return { ...status, warnings: [...doubts, ...warningsOf(status, input.backups !== null)] };
    }),
  );
}

/** Whether the target is the one that the run's folder knows, or came from a backup. */
async function doubtsOf(
  client: pg.Client,
  known: RunRow,
  { id, source }: RunState,
  folder: RunFolder,
): Promise<StatusWarning[]> {
  const live = await readCutover(folder.dir);
  const mark = isLive(live) && !isBack(live) ? await liveMark(client, id) : undefined;
  const lost = mark === null;
  const left = live !== null && isLeftBehind(live, mark?.since ?? null);
  // A catch-up that is under way, or was cut off, is no doubt.
  const behind = known.sourceSha256 !== source.sha256 && !existsSync(nextFiles(folder).note);
  return [
    ...(lost ? [{ code: 'liveLost' } as const] : []),
    ...(left ? [{ code: 'leftBehind' } as const] : []),
    ...(behind ? [{ code: 'targetBehind' } as const] : []),
  ];
}

/** Of the run's tables alone: to count the rows of somebody else's would run what its indexes and policies call. */
async function partitionsOf(
  client: pg.Client,
  own: ReadonlySet<string>,
  rows: Record<string, string>[],
): Promise<PartitionStatus[]> {
  const found: PartitionStatus[] = [];
  for (const row of rows) {
    if (!own.has(row.table ?? '')) continue;
    // The name comes quoted from the server.
    const waiting = row.waiting ? await client.query(`select count(*) as n from ${row.waiting}`) : null;
    found.push({
      table: row.table ?? '',
      partitions: Number(row.partitions),
      ahead: Number(row.ahead),
      waiting: Number(waiting?.rows[0].n ?? 0),
    });
  }
  return found;
}

async function slowest(client: pg.Client, schema: string, version: number): Promise<TargetStatus['slowest']> {
  try {
    const { rows } = await client.query<Record<string, string>>(slowestQuery(schema, version));
    return rows.map((row) => ({
      query: row.query ?? '',
      calls: Number(row.calls),
      meanMs: Number(row.meanMs),
      totalMs: Number(row.totalMs),
    }));
  } catch (error) {
    // The extension is there but its library was not loaded at the start, or it is not for this role.
    if (['55000', '42501'].includes(sqlstateOf(error) ?? '')) return null;
    throw error;
  }
}

async function newest(folder: string): Promise<TargetStatus['lastBackup']> {
  try {
    const names = (await readdir(folder)).filter((name) => /\.(dump|sql|sql\.gz)$/.test(name));
    const files = await Promise.all(
      names.map(async (file) => ({ file, facts: await stat(join(folder, file)) })),
    );
    const last = files.sort((a, b) => b.facts.mtimeMs - a.facts.mtimeMs)[0];
    return last ? { file: last.file, bytes: last.facts.size, at: last.facts.mtime.toISOString() } : null;
  } catch (cause) {
    throw new AppError('backups.unreadable', { path: folder, reason: (cause as Error).message }, { cause });
  }
}

/** What somebody should do something about. */
function warningsOf(status: Omit<TargetStatus, 'warnings'>, wantsBackup: boolean): StatusWarning[] {
  const { connections, lastBackup } = status;
  const hours = lastBackup ? (Date.parse(status.at) - Date.parse(lastBackup.at)) / 3_600_000 : 0;
  return [
    ...status.partitions.flatMap(({ table, ahead, waiting }): StatusWarning[] => [
      ...(ahead < 1 ? [{ code: 'partitionsAhead', table, ahead } as const] : []),
      ...(waiting > 10_000 ? [{ code: 'waiting', table, rows: waiting } as const] : []),
    ]),
    ...status.tables.flatMap(({ name, rows, dead }): StatusWarning[] => {
      const percent = Math.round((100 * dead) / Math.max(rows + dead, 1));
      return dead > 10_000 && percent >= 20 ? [{ code: 'deadRows', table: name, percent }] : [];
    }),
    ...(connections.used > connections.max * 0.8
      ? [{ code: 'connections', used: connections.used, max: connections.max } as const]
      : []),
    ...replicationWarnings(status.replication),
    ...(wantsBackup && !lastBackup ? [{ code: 'noBackup' } as const] : []),
    ...(hours > 48 ? [{ code: 'oldBackup', hours: Math.round(hours) } as const] : []),
    ...(status.placement?.advice ?? []).map((advice): StatusWarning => {
      if (advice.code === 'rebalance') return advice;
      return { code: advice.code, schema: status.schema, sql: advice.sql };
    }),
  ];
}
