import type pg from 'pg';

/** Keys that go out with one statement. */
export const keysAtOnce = 10_000;

/** Rows that the server refused, by table and `keyText`. */
export async function refusedKeys(client: pg.Client, run: string): Promise<Map<string, Set<string>>> {
  const found = await client.query(
    `select source_table, read_key from autocore_migration.exception
     where run = $1::text and action = 'quarantined' and (code like 'server.%' or code like 'adopt.%')`,
    [run],
  );
  const keys = new Map<string, Set<string>>();
  for (const { source_table, read_key } of found.rows as { source_table: string; read_key: string }[]) {
    const set = keys.get(source_table) ?? new Set();
    keys.set(source_table, set.add(read_key));
  }
  return keys;
}

/** All rows of a table that are not in the target, by `keyText`. */
export async function quarantinedKeys(client: pg.Client, run: string, table: string): Promise<Set<string>> {
  const found = await client.query<{ key: string }>(
    `select read_key as key from autocore_migration.exception
     where run = $1::text and source_table = $2::text and action = 'quarantined'`,
    [run, table],
  );
  return new Set(found.rows.map(({ key }) => key));
}

/** Those of some rows that are not in the target, all by `keyText`. */
export async function quarantinedAmong(
  client: pg.Client,
  run: string,
  table: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const { rows } = await client.query<{ key: string }>(
      `select read_key as key from autocore_migration.exception
       where run = $1::text and source_table = $2::text and action = 'quarantined' and read_key = any($3::text[])`,
      [run, table, keys.slice(at, at + keysAtOnce)],
    );
    for (const { key } of rows) found.add(key);
  }
  return found;
}

/** Records by `action:table`. */
export async function ledgerCounts(client: pg.Client, run: string): Promise<Map<string, number>> {
  const found = await client.query(
    `select source_table, action, count(*) as n from autocore_migration.exception
     where run = $1::text group by 1, 2`,
    [run],
  );
  return new Map(
    (found.rows as { source_table: string; action: string; n: string | number }[]).map((r) => [
      `${r.action}:${r.source_table}`,
      Number(r.n),
    ]),
  );
}
