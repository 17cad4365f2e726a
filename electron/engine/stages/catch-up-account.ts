import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { Applied } from '../diff/apply-outcome.ts';
import { newCatchUp } from '../target/journal.ts';

/** A catch-up is a part of its own in the journal, whose sums may fall. */
export async function account(
  client: pg.Client,
  run: string,
  table: PlanTable,
  done: Applied,
): Promise<void> {
  await client.query(newCatchUp(run, table.source, done));
}
