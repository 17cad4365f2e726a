import type pg from 'pg';
import type { Alter, Plan, PlanTable } from '../../../../shared/model/index.ts';
import { movesOn } from '../../diff/adopted-sql.ts';
import { withTransaction } from '../../target/connect.ts';
import { insertObject } from '../../target/journal.ts';
import { isDataError } from '../../target/sqlstate.ts';

/**
 * Ends the load into an application's tables: rules come back that were away, and the next row gets an id that nobody
 * has. Can be done again. Returns rules that hold for new rows only, because rows that came in break them.
 */
export async function finishAdopted(
  client: pg.Client,
  run: string,
  schema: string,
  plan: Plan,
): Promise<string[]> {
  const waiting: string[] = [];
  await withTransaction(client, async () => {
    for (const table of plan.tables) {
      if (!table.adopted) continue;
      waiting.push(...(await rulesBack(client, run, schema, table)));
      await moveSequences(client, schema, table);
    }
  });
  return waiting;
}

async function rulesBack(
  client: pg.Client,
  run: string,
  schema: string,
  table: PlanTable,
): Promise<string[]> {
  const kind = 'ended';
  const { rows } = await client.query(
    `select from autocore_migration.object where run = $1::text and kind = $2::text and name = $3::text`,
    [run, kind, table.target],
  );
  if (rows.length > 0) return [];
  const waiting: string[] = [];
  for (const alter of table.adopted?.alters ?? [])
    if (!(await ruleBack(client, alter))) waiting.push(alter.sql);
  await insertObject(client, run, schema, { kind, name: table.target, parent: null });
  return waiting;
}

/** False where rows break the rule: then it holds for new ones. */
async function ruleBack(client: pg.Client, { atEnd }: Alter): Promise<boolean> {
  if (!atEnd) return true;
  await client.query('savepoint autocore_rule');
  try {
    await client.query(atEnd);
    return true;
  } catch (error) {
    if (!isDataError(error) || / not valid$/i.test(atEnd)) throw error;
    await client.query('rollback to savepoint autocore_rule');
    await client.query(`${atEnd} not valid`);
    return false;
  } finally {
    await client.query('release savepoint autocore_rule').catch(() => {});
  }
}

/** Moves the sequences of a table behind its rows. */
export async function moveSequences(client: pg.ClientBase, schema: string, table: PlanTable): Promise<void> {
  for (const query of movesOn(schema, table)) await client.query(query);
}
