import type pg from 'pg';

/** `server_version_num` of a session's server: 180001 is 18.1. https://www.postgresql.org/docs/current/runtime-config-preset.html */
export async function serverVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 as version`,
  );
  return rows[0]?.version as number;
}
