import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { lockId, sessionPid } from './connect.ts';
import { targetParams } from './sqlstate.ts';

/** Milliseconds between two looks at whether earlier sessions have ended. */
const pause = 50;

/**
 * Marks a session as one that works for a run, by a shared advisory lock: it ends with the session, however it ends,
 * so whoever holds it is a session of that run that is still alive.
 */
export async function markSession(client: pg.Client, run: string): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1::bigint)', [lockId(`run:${run}`)]);
}

/**
 * Waits until no other session works for the run: only then can the journal be asked what is done, because a COMMIT
 * that is still on its way would come later than the answer. Sessions of this process that got lost are ended; those
 * of an earlier process have lost their client and end by themselves.
 * @param own server processes of this process's earlier connections.
 * @param patience milliseconds.
 * @throws AppError target.busy {host, port, database, user, reason} when they are still there after that time.
 */
export async function outliveOthers(
  client: pg.Client,
  config: TargetConfig,
  run: string,
  own: ReadonlySet<number>,
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + patience;
  const ended = new Set<number>();
  for (;;) {
    const others = await sessionsOf(client, run);
    if (others.length === 0) return;
    const lost = others.filter((pid) => own.has(pid) && !ended.has(pid));
    for (const pid of await endSessions(client, run, lost)) ended.add(pid);
    if (performance.now() > deadline) {
      const reason = `server process ${others.join(', ')} still works for run ${run}`;
      throw new AppError('target.busy', targetParams(reason, config));
    }
    await delay(pause, undefined, { signal });
  }
}

/** Server processes with the mark of a run, $1, this one left out, $2. */
const marked = `select distinct pid from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted and pid <> $2::int
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32) | objid::bigint = $1::bigint`;

/** Server processes of the sessions that work for a run, this one left out. */
async function sessionsOf(client: pg.Client, run: string): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(marked, [lockId(`run:${run}`), sessionPid(client)]);
  return rows.map(({ pid }) => pid);
}

/**
 * Ends those of these server processes that work for the run at this moment: a process id is given again, and the
 * session that has it now may be anybody's. Returns the ones it ended.
 */
export async function endSessions(
  client: pg.Client,
  run: string,
  pids: readonly number[],
): Promise<number[]> {
  if (pids.length === 0) return [];
  const { rows } = await client.query<{ pid: number }>(
    `with found as materialized (${marked} and pid = any($3::int[]))
     select pid from found where pg_terminate_backend(pid)`,
    [lockId(`run:${run}`), sessionPid(client), pids],
  );
  return rows.map(({ pid }) => pid);
}
