import type pg from 'pg';
import type { Plan } from '../../../../shared/model/index.ts';
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
    const found = await client.query<{ name: string | null }>(
      'select pg_get_serial_sequence($1, $2) as name',
      [qualified(schema, target), id.target],
    );
    const sequence = found.rows[0]?.name;
    if (!sequence) continue;
    const { rows } = await client.query<{ next: string }>(
      `select (s.last_value + case when s.is_called then p.seqincrement else 0 end)::text as next
         from ${sequence} as s, pg_catalog.pg_sequence as p where p.seqrelid = $1::regclass`,
      [sequence],
    );
    if (rows[0]) statements.push(`alter sequence ${sequence} restart with ${rows[0].next}`);
  }
  return statements.join('; ');
}
