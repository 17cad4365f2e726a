import type pg from 'pg';
import { citusVersion, timescaleVersion } from './connect.ts';
import { ownName } from './session.ts';

/** A session of somebody else that may write to the target. */
export interface Writer {
  pid: number;
  /** `user@host application (pid)`, as far as the server tells. */
  label: string;
}

/** Every session but this one, with the role it has here. */
const sessions = `(
  select s.*, s.usesysid as role from pg_catalog.pg_stat_activity s where s.pid <> pg_catalog.pg_backend_pid())`;

/** Of all nodes: each takes writes. What a node does for a session of another one is that session's. */
const sessionsOfNodes = `(
  select s.*, r.oid as role from pg_catalog.citus_stat_activity s join pg_catalog.pg_roles r on r.rolname = s.usename
  where not s.is_worker_query and s.global_pid <> pg_catalog.citus_backend_gpid())`;

/**
 * The scheduler of TimescaleDB is always there, and to an ordinary role looks like anybody's session; it only starts the
 * jobs that are due, and those are seen as what they are.
 */
const noScheduler = `not (a.application_name = 'TimescaleDB Background Worker Scheduler'
  and a.backend_type is distinct from 'client backend')`;

/**
 * Sessions of the database, beside ours, whose role may write to one of the run's tables; also transactions that were
 * prepared and wait for their second half. The server hides host and kind of other roles' sessions from an ordinary
 * role, never that they are there: https://www.postgresql.org/docs/current/monitoring-stats.html
 */
export async function writersOf(
  client: pg.ClientBase,
  schema: string,
  own: readonly string[],
): Promise<Writer[]> {
  const { rows } = await client.query<Writer>(
    `select a.pid, pg_catalog.concat_ws(' ',
         pg_catalog.concat_ws('@', a.usename::text, pg_catalog.host(a.client_addr)),
         nullif(a.application_name, ''), '(' || a.pid || ')') as label
       from ${citusVersion(client) === null ? sessions : sessionsOfNodes} a
       where a.datname = pg_catalog.current_database() and a.role is not null
         and a.application_name <> $2::text
         and ${timescaleVersion(client) === null ? 'true' : noScheduler}
         and coalesce(a.backend_type, 'client backend') in ('client backend', 'logical replication worker',
           'logical replication apply worker', 'background worker', 'pg_cron')
         and exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
           where n.nspname = $1::name and c.relkind in ('r', 'p') and c.relname = any($3::pg_catalog.text[])
             and pg_catalog.has_table_privilege(a.role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
     union all
     select 0, 'prepared transaction ' || p.gid || ' of ' || p.owner
       from pg_catalog.pg_prepared_xacts p where p.database = pg_catalog.current_database()
     order by 1`,
    [schema, ownName, own],
  );
  return rows;
}
