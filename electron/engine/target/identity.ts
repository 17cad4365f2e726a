import type { ClientBase } from 'pg';
import { sqlstate, sqlstateOf } from './sqlstate.ts';

/** Which of all copies of a cluster a server is. */
export interface ServerIdentity {
  /** Made by initdb; a physical copy has the same. Null where the role may not ask. */
  system: string | null;
  /** Goes up with every promotion; null in recovery. https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES */
  timeline: number | null;
  recovering: boolean;
  /** When this server process began: with `system` it tells one server under two addresses. */
  started: string;
  /** The last transaction that came from the server that it was a copy of, ISO 8601; null where it does not know. */
  until: string | null;
}

/** Asks a server who it is. Nothing of it needs a role that may more than log in. */
export async function serverIdentity(client: ClientBase): Promise<ServerIdentity> {
  const ask = async (system: string): Promise<ServerIdentity> => {
    const { rows } = await client.query<ServerIdentity>(identityQuery(system));
    if (!rows[0]) throw new Error('the server said nothing of itself');
    return rows[0];
  };
  try {
    return await ask('(select system_identifier::text from pg_catalog.pg_control_system())');
  } catch (error) {
    // Somebody took the right away.
    if (sqlstateOf(error) !== sqlstate.insufficientPrivilege) throw error;
    return ask('null::text');
  }
}

function identityQuery(system: string): string {
  return `
    select ${system} as system,
      -- the name of a file of the log begins with its timeline, as hexadecimal digits
      case when not pg_catalog.pg_is_in_recovery()
        then ('x' || left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int4 end as timeline,
      pg_catalog.pg_is_in_recovery() as recovering,
      pg_catalog.pg_postmaster_start_time()::text as started,
      pg_catalog.to_char(pg_catalog.pg_last_xact_replay_timestamp() at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as until`;
}
