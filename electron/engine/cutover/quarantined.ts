import type pg from 'pg';
import type { Quarantined } from '../diff/reverse-displace.ts';

/** Rows of the snapshot that stayed out of the target, by table and `keyText`: the ledger has each of them whole. */
export async function quarantinedRows(
  client: pg.Client,
  run: string,
): Promise<Map<string, Map<string, Quarantined>>> {
  const { rows } = await client.query<Quarantined & { table: string; readKey: string }>(
    `select source_table as "table", read_key as "readKey", code, reason
     from autocore_migration.exception where run = $1::text and action = 'quarantined'`,
    [run],
  );
  const found = new Map<string, Map<string, Quarantined>>();
  for (const { table, readKey, code, reason } of rows) {
    const own = found.get(table) ?? new Map<string, Quarantined>();
    found.set(table, own.set(readKey, { code, reason }));
  }
  return found;
}
