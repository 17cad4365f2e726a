import type { Client } from 'pg';
import type { Plan, PlanTable, ValidationResult } from '../../../shared/model/index.ts';
import { translatedTriggers } from '../load/silent.ts';
import { farIds } from '../source/ids.ts';
import { nextOf, sequenceOf } from '../target/sequence.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError, sqlstateOf } from '../target/sqlstate.ts';
import { inventedValues, valuesFromRow } from './inserts-values.ts';

type InsertResult = ValidationResult['insertsWithoutId'][number];

/**
 * Tries, on every table with an identity column, whether an INSERT without id works as the application does it, and
 * gets an id past the highest one. Nothing is kept: each table has a savepoint in a transaction that is rolled back.
 * `client` must not be in a transaction.
 *
 * The row is a copy of the one with the highest id, or an invented one; a constraint may refuse that, which is not the
 * identity's fault. So what is judged is the id the sequence gave, even when the row was refused: an id past the highest
 * is not taken.
 *
 * Values of a sequence do not roll back, but a RESTART does, with everything taken after it, and it keeps other
 * sessions from taking values meanwhile: https://www.postgresql.org/docs/current/sql-altersequence.html. So each
 * sequence is restarted where it stands before it is used. Inserts of others wait for a moment.
 */
export async function tryInserts(client: Client, plan: Plan, schema: string): Promise<InsertResult[]> {
  const results: InsertResult[] = [];
  await client.query('begin');
  try {
    for (const table of plan.tables) {
      // A sequence of somebody else's cannot be tried without moving it.
      const identity =
        table.adopted?.owned === false ? undefined : table.columns.find((c) => c.identity !== null);
      if (identity) results.push(await tryTable(client, table, identity.target, schema));
    }
  } finally {
    await client.query('rollback');
  }
  return results;
}

async function tryTable(client: Client, table: PlanTable, id: string, schema: string): Promise<InsertResult> {
  const result = (reason: string | null) => ({ table: table.target, ok: reason === null, reason });
  await client.query('savepoint one_table');
  try {
    const target = qualified(schema, table.target);
    // Conflicts with every INSERT, not with readers; rolling back to the savepoint gives it up.
    await client.query(`lock table ${target} in share row exclusive mode`);
    // Triggers may take values of other sequences, which do not come back.
    const others = table.adopted?.silent ?? (await translatedTriggers(client, schema, table));
    for (const { name } of others)
      await client.query(`alter table ${target} disable trigger ${quoteIdent(name)}`);
    const sequence = await sequenceOf(client, target, id);
    if (sequence === null) return result(`column ${id} has no sequence`);
    await client.query(`alter sequence ${sequence} restart with ${await nextOf(client, sequence)}`);
    const refused = await insert(client, target, table, id);
    const given = await givenBy(client, sequence);
    const highest = await highestId(client, target, id, given);
    if (given === null) return result(refused ?? `no id came from ${sequence}`);
    if (highest === null || given > highest) return result(null);
    return result(refused ?? `id ${given} is not past the highest, ${highest}`);
  } catch (error) {
    if (!isJudged(error)) throw error;
    return result(describe(error));
  } finally {
    await client.query('rollback to savepoint one_table');
  }
}

/** Inserts one row and takes it back. Returns why the server refused it, or null. */
async function insert(client: Client, target: string, table: PlanTable, id: string): Promise<string | null> {
  const { columns, values } = valuesFromRow(table);
  await client.query('savepoint one_insert');
  try {
    const copied =
      columns.length === 0
        ? null
        : await client.query(
            `insert into ${target} (${columns.map(quoteIdent).join(', ')})
             select ${values.join(', ')} from ${target} order by ${quoteIdent(id)} desc limit 1`,
          );
    if (!copied || copied.rowCount === 0) await client.query(firstRow(target, table));
    return null;
  } catch (error) {
    if (!isDataError(error)) throw error;
    return describe(error);
  } finally {
    await client.query('rollback to savepoint one_insert');
  }
}

function firstRow(target: string, table: PlanTable): string {
  const { columns, values } = inventedValues(table);
  if (columns.length === 0) return `insert into ${target} default values`;
  return `insert into ${target} (${columns.map(quoteIdent).join(', ')}) values (${values.join(', ')})`;
}

/** What the sequence gave since it was restarted; null for nothing. */
async function givenBy(client: Client, sequence: string): Promise<bigint | null> {
  const { rows } = await client.query<{ last: string }>(
    `select last_value::text as last from ${sequence} where is_called`,
  );
  return rows[0] ? BigInt(rows[0].last) : null;
}

/** Of the ids that are counted up to; the id given must not be there in any case. */
async function highestId(
  client: Client,
  target: string,
  id: string,
  given: bigint | null,
): Promise<bigint | null> {
  const { rows } = await client.query<{ highest: string | null }>(
    `select max(${quoteIdent(id)})::text as highest from ${target}
     where ${quoteIdent(id)} < ${farIds} or ${quoteIdent(id)} = $1 or $1 >= ${farIds}`,
    [(given ?? 0n).toString()],
  );
  const highest = rows[0]?.highest ?? null;
  return highest === null ? null : BigInt(highest);
}

/** A table that is not as planned, has no rights for us or a trigger that says no: an answer, and no broken check. */
function isJudged(error: unknown): boolean {
  return /^(2[23]|42|P0)/.test(sqlstateOf(error) ?? '');
}

function describe(error: unknown): string {
  return `${sqlstateOf(error)} ${error instanceof Error ? error.message : String(error)}`;
}
