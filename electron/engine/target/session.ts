import type pg from 'pg';
import { quoteLiteral, searchPath } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';

/** Our own sessions by this name: they work for runs, and none of them writes for the application. */
export const ownName = 'autocore-migrate';

/** Milliseconds that a statement waits for a lock: long enough for a checkpoint, short enough to say who is in the way. */
const lockTimeout = 30_000;

/**
 * What we rely on, whatever the server, the database or the role has set: every value crosses as text, so these make
 * the text the same everywhere; statements mean what they say; nothing ends them halfway.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const settings: Record<string, string> = {
  // First, so that a short one does not end the rest.
  statement_timeout: '0',
  search_path: searchPath,
  client_encoding: 'UTF8',
  client_min_messages: 'warning',
  // Errors that are expected must not end the session.
  exit_on_error: 'off',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  timezone_abbreviations: 'Default',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  // 1 or more: the shortest text that gives the same float back (PostgreSQL 12).
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmloption: 'content',
  xmlbinary: 'base64',
  // Definitions that the catalogue prints are compared with the plan.
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  array_nulls: 'on',
  transform_null_equals: 'off',
  // An index may find all there is.
  gin_fuzzy_search_limit: '0',
  check_function_bodies: 'on',
  default_table_access_method: 'heap',
  // Takes longer than our statements do, and ends the server's process where its compiler is of no use.
  jit: 'off',
  lock_timeout: String(lockTimeout),
  idle_in_transaction_session_timeout: '0',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
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
  restrict_nonsystem_relation_kind: '',
};

/** Whether each new schema is one that Citus places on a node. */
export const schemaSharding = 'citus.enable_schema_based_sharding';

/**
 * Settings that are right on nearly every server, and that only some roles may change: they are touched where they are
 * not. A role may choose the place of its tables, but not by the name of the database's own place: partitioned tables
 * do not take that. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TABLESPACE
 * Where Citus spreads schemas over nodes, it would do so with the journal, the views over all vehicles and each schema
 * that is there for a moment: only a run's own schema is made with it (`citus.ts`).
 */
const whereNeeded = (local: boolean) => `select set_config('session_replication_role', 'origin', ${local})
    where current_setting('session_replication_role') <> 'origin';
  select set_config('default_tablespace', '', ${local})
    from pg_database d join pg_tablespace t on t.oid = d.dattablespace
    where d.datname = current_database() and t.spcname = current_setting('default_tablespace');
  select set_config('${schemaSharding}', 'off', ${local}) where current_setting('${schemaSharding}', true) = 'on'`;

/** What a server has answered must last, because the next step builds on it; a stricter setting stays. */
const lasting = (local: boolean) => `select set_config('synchronous_commit', 'on', ${local})
  where current_setting('synchronous_commit') = 'off'`;

export const lastingCommits = lasting(false);

/**
 * The statements that prepare a session, as one text.
 * @param local for the transaction that is open alone: a pooler may give the next one to another session.
 */
export function sessionSql(local = false): string {
  const set = local ? 'set local' : 'set';
  const sets = Object.entries(settings).map(([name, value]) =>
    name === 'search_path' ? `${set} ${name} = ${value}` : `${set} ${name} = ${quoteLiteral(value)}`,
  );
  const values = Object.entries(newer).map((each) => `(${each.map(quoteLiteral).join(', ')})`);
  const setNewer = `select set_config(s.name, w.value, ${local}) from (values ${values.join(', ')}) as w (name, value)
    join pg_settings as s on s.name = w.name`;
  return [...sets, setNewer, whereNeeded(local), lasting(local)].join(';\n');
}

/**
 * Makes the server look every second, in the middle of a long statement, whether its client is still there: without
 * it, an index build goes on for nobody, and keeps its locks. Since PostgreSQL 14, where the system can tell.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 * @returns what there is to know of the session.
 */
export async function noticeGoneClient(client: pg.Client): Promise<SessionFacts> {
  const ask = (columns: string) =>
    client.query<SessionFacts>(`select ${columns} pg_backend_pid() as pid,
      (select extversion from pg_extension where extname = 'citus') as citus,
      (select extversion from pg_extension where extname = 'timescaledb') as timescale`);
  try {
    const set = `(select set_config(name, '1000', false) from pg_settings
      where name = 'client_connection_check_interval'),`;
    return factsOf(await ask(set));
  } catch (error) {
    if (sqlstateOf(error) !== sqlstate.invalidParameterValue) throw error;
    return factsOf(await ask(''));
  }
}

/** What is asked of each session as it begins. */
export interface SessionFacts {
  /** The session's server process, as it says itself. */
  pid: number;
  /** Version of the Citus extension in the database, such as `13.2-1`; null where there is none. */
  citus: string | null;
  /** Version of the TimescaleDB extension in the database, such as `2.28.3`; null where there is none. */
  timescale: string | null;
}

function factsOf({ rows }: pg.QueryResult<SessionFacts>): SessionFacts {
  if (!rows[0]) throw new Error('the server did not name its process');
  const { pid, citus, timescale } = rows[0];
  return { pid, citus, timescale };
}
