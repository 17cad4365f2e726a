import type pg from 'pg';
import { needsRound, roundFunction } from '../../plan/expression-round.ts';
import { inSchema } from '../../plan/in-schema.ts';
import { createdObjects, insertObject } from '../../target/journal.ts';

/** Makes the functions that SQL of the plan calls, unless the run has made them; in the caller's transaction. */
export async function makeFunctions(
  client: pg.ClientBase,
  run: string,
  schema: string,
  sql: string,
): Promise<void> {
  if (!needsRound(sql)) return;
  const { kind, name, table } = roundFunction;
  const journal = await createdObjects(client, run);
  if (journal.some((o) => o.kind === kind && o.name === name)) return;
  await client.query(inSchema(roundFunction.sql, schema));
  await insertObject(client, run, schema, { kind, name, parent: table });
}
