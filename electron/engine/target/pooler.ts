import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { TargetConfig } from './config.ts';
import { backendPid, sessionPid, withClient } from './connect.ts';

/** Milliseconds for a connection in between to answer. */
const patience = 5_000;

/**
 * Tells whether a pooler hands each transaction to another server session, so that settings, locks and prepared
 * statements are lost: PgBouncer in transaction or statement mode, and others that work alike.
 *
 * A pooler names a process id of its own when a connection is made. Where the real one differs, a second connection
 * holds the session that was used last; a connection that has a session to itself does not notice.
 * https://www.pgbouncer.org/features.html
 * @returns null when the session is ours, else what was seen.
 */
export async function losesSession(client: pg.Client, config: TargetConfig): Promise<string | null> {
  if (sessionPid(client) === backendPid(client)) return null;
  const token = randomBytes(8).toString('hex');
  const before = await session(client, `set_config('autocore.probe', '${token}', false)`);
  return withClient({ ...config, connectTimeout: patience / 1000 }, async (other) => {
    const began = await within(other.query('begin; select 1'));
    if (began === null) return 'no second connection';
    const after = await within(session(client, `current_setting('autocore.probe', true)`));
    await other.query('rollback');
    if (after === null) return 'no session of its own';
    if (after.pid !== before.pid) return `server process ${before.pid}, then ${after.pid}`;
    return after.probe === token ? null : 'session settings are lost';
  });
}

async function session(client: pg.Client, probe: string): Promise<{ pid: number; probe: string | null }> {
  const { rows } = await client.query<{ pid: number; probe: string | null }>(
    `select pg_backend_pid() as pid, ${probe} as probe`,
  );
  return rows[0] ?? { pid: 0, probe: null };
}

/** Null when there is no answer in time; the question stays asked. */
async function within<T>(answer: Promise<T>): Promise<T | null> {
  const timer = new AbortController();
  // A late failure has been answered by then.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, delay(patience, null, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
