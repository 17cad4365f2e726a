import type pg from 'pg';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { inventedValues, valuesFromRow } from '../diff/inserts-values.ts';
import { isText, normaliseType } from '../diff/parity-types.ts';
import { withTransaction } from '../target/connect.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';

export interface DrillWrites {
  inserted: number;
  changed: number;
  deleted: number;
}

/**
 * Writes to every table as an application would: two new rows, the second of which goes again, and a change of one that
 * was there. What the rules of a table refuse is left out; all that is counted is committed.
 */
export async function writeAsApplication(
  client: pg.Client,
  schema: string,
  plan: Plan,
): Promise<DrillWrites> {
  const done = { inserted: 0, changed: 0, deleted: 0 };
  await withTransaction(client, async () => {
    for (const table of plan.tables) {
      const name = qualified(schema, table.target);
      const there = await attempt(client, `select ctid, tableoid from ${name} limit 1`);
      const first = await insert(client, name, table);
      const second = await insert(client, name, table);
      done.inserted += (first ? 1 : 0) + (second ? 1 : 0);
      const change = changeOf(table);
      if (there && change)
        done.changed += (await attempt(client, `update ${name} set ${change} ${here}`, there)) ? 1 : 0;
      if (second) done.deleted += (await attempt(client, `delete from ${name} ${here}`, second)) ? 1 : 0;
    }
  });
  return done;
}

type Place = [ctid: string, tableoid: string];
const here = 'where ctid = $1::pg_catalog.tid and tableoid = $2::pg_catalog.oid returning ctid, tableoid';

async function insert(client: pg.Client, name: string, table: PlanTable): Promise<Place | null> {
  const [copy, made] = [valuesFromRow(table), inventedValues(table)];
  const list = (columns: string[]) => columns.map(quoteIdent).join(', ');
  const copied =
    copy.columns.length === 0
      ? null
      : await attempt(
          client,
          `insert into ${name} (${list(copy.columns)}) select ${copy.values.join(', ')} from ${name} limit 1
           returning ctid, tableoid`,
        );
  if (copied) return copied;
  return attempt(
    client,
    made.columns.length === 0
      ? `insert into ${name} default values returning ctid, tableoid`
      : `insert into ${name} (${list(made.columns)}) values (${made.values.join(', ')}) returning ctid, tableoid`,
  );
}

/** A change that most rules allow: a text grows by a letter, a number that is no key by one. */
function changeOf(table: PlanTable): string | null {
  const keys = new Set([
    ...(table.primaryKey?.columns ?? []),
    ...table.uniques.flatMap((u) => u.columns),
    ...table.foreignKeys.flatMap((f) => f.columns),
  ]);
  const free = table.columns.filter((c) => c.generated === null && !keys.has(c.target));
  const text = free.find((c) => isText(normaliseType(c.type)));
  const double = free.find((c) => normaliseType(c.type) === 'double precision');
  const column = text ?? double;
  if (!column) return null;
  const id = quoteIdent(column.target);
  return text ? `${id} = pg_catalog.concat(${id}, 'é')` : `${id} = coalesce(${id}, 0) + 0.1`;
}

/** Runs a statement; null where a rule of the table refuses it, or there is no row. */
async function attempt(client: pg.Client, sql: string, values: unknown[] = []): Promise<Place | null> {
  await client.query('savepoint drill');
  try {
    const { rows } = await client.query<{ ctid: string; tableoid: string }>(sql, values);
    await client.query('release savepoint drill');
    return rows[0] ? [rows[0].ctid, rows[0].tableoid] : null;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query('rollback to savepoint drill');
    return null;
  }
}
