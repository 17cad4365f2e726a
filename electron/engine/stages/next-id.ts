import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { highestCounted, lastId } from '../source/ids.ts';
import { qualified, quoteLiteral } from '../target/sql.ts';
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
  if (!identity || given === null) return;
  await client.query(movedPast(qualified(schema, table.target), identity.target, given));
}

/** Moves the sequence behind a column past an id; where it is past it, or there is none, nothing happens. */
function movedPast(table: string, column: string, highest: string): string {
  const body = `
    declare
      sequence text := pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column)});
      highest bigint := ${highest};
      last bigint;
    begin
      if sequence is null or highest < 1 then return; end if;
      execute format('select last_value from %s', sequence) into last;
      if highest >= last then perform setval(sequence::regclass, highest); end if;
    end`;
  return `do ${quoteLiteral(body)}`;
}
