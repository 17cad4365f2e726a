import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { highestCounted, lastId } from '../source/ids.ts';
import { sequenceOf } from '../target/sequence.ts';
import { qualified } from '../target/sql.ts';
import { moveSequences } from './adopt/finish.ts';
import { type CatchUp, sourceTable } from './catch-up-compare.ts';

/** The highest id that the source gave, also to rows that are in quarantine: they must be able to come back. */
export function highestGiven(work: CatchUp, table: PlanTable): string | null {
  const source = sourceTable(work, table);
  const highest = highestCounted(work.after.db, source);
  const given = [highest, source.sequence].filter((v) => v !== null && v !== lastId);
  return given.reduce((a, b) => (a === null || BigInt(b as string) > BigInt(a) ? b : a), null);
}

/** New rows bring their ids along; the next one must lie past them. */
export async function moveSequence(
  client: pg.Client,
  schema: string,
  table: PlanTable,
  given: string | null,
): Promise<void> {
  if (table.adopted) return moveSequences(client, schema, table);
  const identity = table.columns.find((c) => c.identity !== null);
  if (!identity) return;
  const target = qualified(schema, table.target);
  const sequence = await sequenceOf(client, target, identity.target);
  if (sequence === null) return;
  await client.query(
    `select setval($1::regclass, highest) from
       (select $2::bigint as highest) m
     where highest >= (select last_value from ${sequence}) and highest >= 1`,
    [sequence, given],
  );
}
