import type pg from 'pg';
import type { Plan, PlanTable } from '../../../../shared/model/index.ts';
import { withTransaction } from '../../target/connect.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

/**
 * Ends the load into an application's tables: rules come back that were away, and the next row gets an id that nobody
 * has. Can be done again.
 */
export async function finishAdopted(
  client: pg.Client,
  run: string,
  schema: string,
  plan: Plan,
): Promise<void> {
  await withTransaction(client, async () => {
    for (const table of plan.tables) {
      if (!table.adopted) continue;
      await ruleBack(client, run, table);
      for (const { column, name } of table.adopted.sequences)
        await moveOn(client, schema, table, column, name);
    }
  });
}

async function ruleBack(client: pg.Client, run: string, table: PlanTable): Promise<void> {
  const kind = 'ended';
  const { rows } = await client.query(
    `select from autocore_migration.object where run = $1::text and kind = $2::text and name = $3::text`,
    [run, kind, table.target],
  );
  if (rows.length > 0) return;
  for (const { atEnd } of table.adopted?.alters ?? []) if (atEnd) await client.query(atEnd);
  await client.query(
    `insert into autocore_migration.object (run, kind, name) values ($1::text, $2::text, $3::text)`,
    [run, kind, table.target],
  );
}

/** Never back: the application may have taken ids already. */
async function moveOn(
  client: pg.Client,
  schema: string,
  table: PlanTable,
  column: string,
  sequence: string,
): Promise<void> {
  const given = table.columns.find((c) => c.target === column)?.identity?.start ?? '1';
  await client.query(
    `select setval($1::regclass, greatest(h.highest, $2::numeric - 1)::bigint)
       from (select coalesce(max(${quoteIdent(column)}), 0)::numeric as highest from ${qualified(schema, table.target)}) h,
            (select last_value, is_called from ${sequence}) s
      where greatest(h.highest, $2::numeric - 1) > case when s.is_called then s.last_value else s.last_value - 1 end
        and greatest(h.highest, $2::numeric - 1) between 1 and 9223372036854775806`,
    [sequence, given],
  );
}
