import type pg from 'pg';
import { quoteIdent, quoteLiteral } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';

/** Milliseconds that a statement waits for a lock: long enough for a checkpoint, short enough to say who is in the way. */
const lockTimeout = 30_000;

/**
 * Every value crosses as text: these settings make the text the same on every server, whatever its own configuration
 * or the role's says. https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const settings: Record<string, string> = {
  // First, so that a short one does not end the rest.
  statement_timeout: '0',
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  // 1 or more: the shortest text that gives the same float back (PostgreSQL 12).
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  lock_timeout: String(lockTimeout),
  idle_in_transaction_session_timeout: '0',
  default_transaction_isolation: 'read committed',
  // Rows that a policy hides must be an error, not a missing row.
  row_security: 'off',
  // The server gives up a client whose machine is gone after two minutes, and with it the locks of its session.
  tcp_keepalives_idle: '60',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '6',
};

/** Settings that not every version has. */
const newer: Record<string, string> = {
  tcp_user_timeout: '120000',
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

/** What a server has answered must last, because the next step builds on it; a stricter setting stays. */
export const lastingCommits = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;

/** The statements that prepare a session, as one text. `searchPath`: schemas before pg_catalog's own, usually none. */
export function sessionSql(searchPath: readonly string[] = []): string {
  const path = searchPath.length > 0 ? searchPath.map(quoteIdent).join(', ') : 'pg_catalog';
  const sets = Object.entries(settings).map(([name, value]) => `set ${name} = ${quoteLiteral(value)}`);
  const values = Object.entries(newer).map((each) => `(${each.map(quoteLiteral).join(', ')})`);
  const setNewer = `select set_config(s.name, w.value, false) from (values ${values.join(', ')}) as w (name, value)
    join pg_catalog.pg_settings as s on s.name = w.name`;
  return [...sets, setNewer, lastingCommits, `set search_path = ${path}`].join(';\n');
}

/**
 * Makes the server look every second, in the middle of a long statement, whether its client is still there: without
 * it, an index build goes on for nobody, and keeps its locks. Since PostgreSQL 14, where the system can tell.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 * @returns the process id of the session's server process.
 */
export async function noticeGoneClient(client: pg.Client): Promise<number> {
  const ask = (columns: string) => client.query<{ pid: number }>(`select ${columns} pg_backend_pid() as pid`);
  try {
    const set = `(select set_config(name, '1000', false) from pg_settings
      where name = 'client_connection_check_interval'),`;
    return pidOf(await ask(set));
  } catch (error) {
    if (sqlstateOf(error) !== sqlstate.invalidParameterValue) throw error;
    return pidOf(await ask(''));
  }
}

function pidOf({ rows }: pg.QueryResult<{ pid: number }>): number {
  if (!rows[0]) throw new Error('the server did not name its process');
  return rows[0].pid;
}
