import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { spelledCopy } from '../diff/inserts-values.ts';
import { passHere } from '../target/fence.ts';
import { sendAll } from '../target/pipeline.ts';
import { qualified, quoteIdent, quoteLiteral } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';
import { changeable, requireKept, rightsSql } from './role-tables.ts';

/**
 * What `tryTables` does, of tables that Citus has placed on a node: statements of one transaction cannot tell each other
 * there where a row is, so that each is waited for, and the row is known by its primary key.
 */
export async function tryPlaced(
  client: pg.Client,
  schema: string,
  tables: readonly PlanTable[],
  onTable: () => void,
): Promise<void> {
  for (const table of tables) {
    try {
      await undone(client, () => workWith(client, schema, table));
    } catch (error) {
      if (!isDataError(error)) throw error;
      // A rule refused the copy: the right to insert is proven all the same.
      await undone(client, () => sendAll(client, rightsSql(schema, table)));
    }
    onTable();
  }
}

async function undone(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await sendAll(client, ['begin', ...passHere(client)]);
  try {
    await work();
  } finally {
    await client.query('rollback');
  }
}

async function workWith(client: pg.Client, schema: string, table: PlanTable): Promise<void> {
  const name = qualified(schema, table.target);
  const { rows: asked } = await client.query<{ sql: string }>(spelledCopy(table, name, 'limit 1'));
  const column = changeable(table);
  const key = table.primaryKey?.columns ?? [];
  const [first] = asked;
  // Of an empty table nothing is copied, and without a key nobody finds the row again.
  if (!first || column === null || key.length === 0) {
    if (first) await client.query(first.sql);
    return sendAll(client, rightsSql(schema, table));
  }
  const { rows } = await client.query<Record<string, unknown>>(
    `${first.sql} returning ${key.map(quoteIdent).join(', ')}`,
  );
  const here = key
    .map((each) => `${quoteIdent(each)} = ${quoteLiteral(String(rows[0]?.[each]))}`)
    .join(' and ');
  const set = quoteIdent(column);
  const counts: number[] = [rows.length];
  for (const sql of [
    `update ${name} set ${set} = ${set} where ${here}`,
    `select from ${name} where ${here}`,
    `delete from ${name} where ${here}`,
  ])
    counts.push((await client.query(sql)).rowCount ?? 0);
  requireKept(table, counts);
}
