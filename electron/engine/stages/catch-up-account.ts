import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { Applied } from '../diff/apply-outcome.ts';
import { insertChunk } from '../target/journal.ts';

/** A catch-up is a part of its own in the journal, whose sums may fall. */
export async function account(
  client: pg.Client,
  run: string,
  table: PlanTable,
  done: Applied,
): Promise<void> {
  const found = await client.query(
    `select coalesce(max(seq), 0) + 1 as seq from autocore_migration.chunk
     where run = $1::text and source_table = $2::text and part = -1`,
    [run, table.source],
  );
  const seq = Number(found.rows[0].seq);
  await insertChunk(client, run, { table: table.source, part: -1, seq, lastKey: '[]', ...done });
}
