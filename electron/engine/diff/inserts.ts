import type { Client } from 'pg';
import type { Plan, PlanTable, ValidationResult } from '../../../shared/model/index.ts';
import { distributed } from '../target/citus.ts';
import { passHere } from '../target/fence.ts';
import { inOneTrip, sendAll } from '../target/pipeline.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { trials } from './inserts-sql.ts';
import { inventedValues, spelledCopy, valuesFromRow } from './inserts-values.ts';

type InsertResult = ValidationResult['insertsWithoutId'][number];

/** What the server needs to try one table. */
interface Trial {
  /** Qualified. */
  target: string;
  /** The identity column, not quoted. */
  id: string;
  /** True where Citus has placed the table on a node: its sequence cannot be restarted. */
  placed: boolean;
  /** Triggers that must not act: they may take values of other sequences, which do not come back. */
  triggers: readonly string[];
  /**
   * Inserts a copy of the row with the highest id; null where the table has no other column. Of a placed table it asks for
   * the statement that does (`spelledCopy`).
   */
  copied: string | null;
  /** Inserts an invented row, for an empty table. */
  first: string;
}

/**
 * Tries, on every table with an identity column, whether an INSERT without id works as the application does it, and
 * gets an id past the highest one. Nothing is kept: the server tries each table in a block that is undone, in a
 * transaction that is rolled back, all of it in one round trip. `client` must not be in a transaction.
 *
 * The row is a copy of the one with the highest id, or an invented one; a constraint may refuse that, which is not the
 * identity's fault. So what is judged is the id the sequence gave, even when the row was refused: an id past the highest
 * is not taken.
 *
 * Values of a sequence do not roll back, but a RESTART does, with everything taken after it, and it keeps other
 * sessions from taking values meanwhile: https://www.postgresql.org/docs/current/sql-altersequence.html. So each
 * sequence is restarted where it stands before it is used. Inserts of others wait for a moment. Citus restarts no
 * sequence of a table that it has placed on a node: there each trial uses up one id. To set it back would give an id
 * twice that somebody took meanwhile.
 */
export async function tryInserts(client: Client, plan: Plan, schema: string): Promise<InsertResult[]> {
  const tables = plan.tables.flatMap((table) => {
    // A sequence of somebody else's cannot be tried without moving it.
    const owned = table.adopted?.owned !== false;
    const identity = owned ? table.columns.find((c) => c.identity !== null) : undefined;
    return identity ? [{ table, id: identity.target }] : [];
  });
  if (tables.length === 0) return [];
  const placed = (await distributed(client, [schema])).has(schema);
  const asked = JSON.stringify(tables.map(({ table, id }) => trialOf(table, id, schema, placed)));
  const [, , , , answer] = await inOneTrip(client, [
    () => client.query('begin'),
    () => sendAll(client, passHere(client)),
    () => client.query(`select set_config('autocore.trials', $1, true)`, [asked]),
    () => client.query(trials),
    () => client.query<{ reasons: string }>(`select current_setting('autocore.trials') as reasons`),
    () => client.query('rollback'),
  ]);
  const reasons = JSON.parse(answer.rows[0]?.reasons ?? '[]') as (string | null)[];
  if (reasons.length !== tables.length) throw new Error('the server did not say how each trial ended');
  return tables.map(({ table }, i) => {
    const reason = reasons[i] ?? null;
    return { table: table.target, ok: reason === null, reason };
  });
}

function trialOf(table: PlanTable, id: string, schema: string, placed: boolean): Trial {
  const target = qualified(schema, table.target);
  const triggers = table.adopted?.silent.map(({ name }) => name) ?? table.triggers ?? [];
  return {
    target,
    id,
    placed,
    triggers,
    copied: copyOfRow(table, target, id, placed),
    first: firstRow(table, target),
  };
}

function copyOfRow(table: PlanTable, target: string, id: string, placed: boolean): string | null {
  const { columns, values } = valuesFromRow(table);
  if (columns.length === 0) return null;
  const last = `order by ${quoteIdent(id)} desc limit 1`;
  if (placed) return spelledCopy(table, target, last);
  return `insert into ${target} (${columns.map(quoteIdent).join(', ')})
    select ${values.join(', ')} from ${target} ${last}`;
}

function firstRow(table: PlanTable, target: string): string {
  const { columns, values } = inventedValues(table);
  if (columns.length === 0) return `insert into ${target} default values`;
  return `insert into ${target} (${columns.map(quoteIdent).join(', ')}) values (${values.join(', ')})`;
}
