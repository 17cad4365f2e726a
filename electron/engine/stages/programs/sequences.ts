import type pg from 'pg';
import type { Plan } from '../../../../shared/model/index.ts';
import { nextOf, sequenceOf } from '../../target/sequence.ts';
import { qualified } from '../../target/sql.ts';

/**
 * Statements that restart the sequences of tables where they stand: what a sequence gives does not roll back, but a
 * RESTART does, with everything that was taken after it. Empty where there are none.
 * https://www.postgresql.org/docs/current/sql-altersequence.html
 */
export async function restartOf(
  client: pg.ClientBase,
  schema: string,
  plan: Plan,
  tables: readonly string[],
): Promise<string> {
  const statements: string[] = [];
  for (const { source, target, columns } of plan.tables) {
    const id = columns.find((c) => c.identity !== null);
    if (!id || !tables.includes(source)) continue;
    const sequence = await sequenceOf(client, qualified(schema, target), id.target);
    if (sequence)
      statements.push(`alter sequence ${sequence} restart with ${await nextOf(client, sequence)}`);
  }
  return statements.join('; ');
}
