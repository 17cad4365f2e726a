import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { valuesFromRow } from '../diff/inserts-values.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';

/**
 * On every table a row is inserted, read, changed and deleted, in a transaction that is rolled back: all tables in one
 * round trip. A copy of a row is inserted, which a rule may refuse; that is not the role's fault, and the right to insert
 * is proven all the same. The rest is then asked of no row.
 * @param onTable called for each that is done
 */
export async function tryTables(
  client: pg.Client,
  schema: string,
  tables: readonly PlanTable[],
  onTable: () => void,
): Promise<void> {
  const refused: PlanTable[] = [];
  const tried = await undone(
    client,
    tables.map((table) => [insertSql(schema, table), ...afterInsert(schema, table)]),
  );
  for (const [i, results] of tried.entries()) {
    const table = tables[i] as PlanTable;
    const failed = results.find((result) => result.status === 'rejected');
    if (failed && !isDataError(failed.reason)) throw failed.reason;
    if (failed) refused.push(table);
    else {
      if (changeable(table) !== null) requireKept(table, results.map(rowsOf));
      onTable();
    }
  }
  const asked = await undone(
    client,
    refused.map((table) => rightsSql(schema, table)),
  );
  for (const result of asked.flat()) if (result.status === 'rejected') throw result.reason;
  for (const _ of refused) onTable();
}

type Answer = PromiseSettledResult<pg.QueryResult>;

/** Statements of several transactions that are rolled back, each for itself; how each statement ended. */
async function undone(client: pg.Client, works: readonly (readonly string[])[]): Promise<Answer[][]> {
  const settled = async (sql: string): Promise<Answer> => {
    const [answer] = await Promise.allSettled([client.query(sql)]);
    return answer;
  };
  const answers = await inOneTrip(
    client,
    works.flatMap((work) => ['begin', ...work, 'rollback'].map((sql) => () => settled(sql))),
  );
  return works.map((work) => answers.splice(0, work.length + 2).slice(1, -1));
}

function rowsOf(answer: Answer): number {
  return answer.status === 'fulfilled' ? (answer.value.rowCount ?? 0) : 0;
}

/** What was inserted must be there to be changed, read and deleted; an empty table has nothing to copy. */
export function requireKept({ target }: PlanTable, [inserted, ...later]: number[]): void {
  if (inserted !== 0 && later.some((rows) => rows !== 1)) throw new Error(`${target} lost a row`);
}

/**
 * A column of the new row that may be written; null where there is none. A trigger may write the row again, or keep it
 * from being deleted: then the rights are asked of no row.
 */
export function changeable(table: PlanTable): string | null {
  if (table.triggers || table.adopted?.silent.length) return null;
  return table.columns.find((c) => c.identity === null && c.generated === null)?.target ?? null;
}

/** Where the row is, which the statements of one transaction tell each other, since nobody waits for an answer. */
const noted = (from: string) =>
  `select pg_catalog.set_config('autocore.place', ctid::text || ' ' || tableoid::text, true) from ${from}`;
const part = (n: 1 | 2) => `nullif(split_part(current_setting('autocore.place', true), ' ', ${n}), '')`;
const here = `where ctid = ${part(1)}::tid and tableoid = ${part(2)}::oid`;

function insertSql(schema: string, table: PlanTable): string {
  const name = qualified(schema, table.target);
  const { columns, values } = valuesFromRow(table);
  const copied = `(${columns.map(quoteIdent).join(', ')}) select ${values.join(', ')} from ${name} limit 1`;
  const row = columns.length === 0 ? 'default values' : copied;
  return `with made as (insert into ${name} ${row} returning ctid, tableoid) ${noted('made')}`;
}

function afterInsert(schema: string, table: PlanTable): string[] {
  const column = changeable(table);
  if (column === null) return rightsSql(schema, table);
  const name = qualified(schema, table.target);
  const set = quoteIdent(column);
  return [
    `with changed as (update ${name} set ${set} = ${set} ${here} returning ctid, tableoid) ${noted('changed')}`,
    `select from ${name} ${here}`,
    `delete from ${name} ${here}`,
  ];
}

/** Changes and deletes nothing. */
export function rightsSql(schema: string, table: PlanTable): string[] {
  const name = qualified(schema, table.target);
  // Of a table that is its id alone, that one.
  const column = valuesFromRow(table).columns[0] ?? table.columns[0]?.target ?? '';
  return [`update ${name} set ${quoteIdent(column)} = null where false`, `delete from ${name} where false`];
}
