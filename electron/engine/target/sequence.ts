import type { ClientBase } from 'pg';

/** The sequence behind a column, quoted and with its schema; null where there is none. @param table qualified */
export async function sequenceOf(client: ClientBase, table: string, column: string): Promise<string | null> {
  const { rows } = await client.query<{ name: string | null }>(
    'select pg_get_serial_sequence($1, $2) as name',
    [table, column],
  );
  return rows[0]?.name ?? null;
}

/** The value that the next INSERT will get, as a decimal string. */
export async function nextOf(client: ClientBase, sequence: string): Promise<string> {
  const { rows } = await client.query<{ next: string }>(
    `select (s.last_value + case when s.is_called then p.seqincrement else 0 end)::text as next
       from ${sequence} as s, pg_catalog.pg_sequence as p where p.seqrelid = $1::regclass`,
    [sequence],
  );
  if (!rows[0]) throw new Error(`sequence ${sequence} has no row`);
  return rows[0].next;
}
