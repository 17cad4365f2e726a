import type pg from 'pg';
import { roundFunction } from '../../plan/expression-round.ts';
import { inSchema } from '../../plan/in-schema.ts';
import { withTransaction } from '../../target/connect.ts';
import { createdObjects, insertObject } from '../../target/journal.ts';

/** Makes the function that rounds as SQLite does, unless the run has made it. */
export async function makeRound(client: pg.Client, run: string, schema: string): Promise<void> {
  const { kind, name, table, sql } = roundFunction;
  const journal = await createdObjects(client, run);
  if (journal.some((o) => o.kind === kind && o.name === name)) return;
  await withTransaction(client, async () => {
    await client.query(inSchema(sql, schema));
    await insertObject(client, run, schema, { kind, name, parent: table });
  });
}
