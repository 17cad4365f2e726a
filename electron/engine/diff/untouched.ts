import type pg from 'pg';
import { inOneTrip } from '../target/pipeline.ts';
import { qualified } from '../target/sql.ts';

/** Tables of one statement. */
const atOnce = 100;

/**
 * The oldest transaction that may still have been at work when the caller's one began to look: a row that this one sees
 * was written by an older one, or by one that had ended.
 */
export async function sightOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ oldest: string }>(
    `select (txid_snapshot_xmin(txid_current_snapshot()) & 4294967295)::text as oldest`,
  );
  return rows[0]?.oldest as string;
}

/**
 * True where these tables hold the very rows that they held when `sightOf` was asked: as many, and none that a later
 * transaction wrote. A row that is deleted is missing from the count, and one that is changed is a new one.
 * https://www.postgresql.org/docs/current/ddl-system-columns.html, https://www.postgresql.org/docs/current/mvcc-intro.html
 * False may also mean that an old transaction of somebody was still open; true is never wrong.
 * @param tables of `schema`, with the rows that there were
 */
export async function untouched(
  client: pg.Client,
  schema: string,
  tables: readonly { name: string; rows: number }[],
  sight: string,
): Promise<boolean> {
  const asks = [];
  for (let at = 0; at < tables.length; at += atOnce) {
    const each = tables.slice(at, at + atOnce).map(
      ({
        name,
        rows,
      }) => `select count(*) = ${rows} and count(*) filter (where age(xmin) <= (select age($1::text::xid))) = 0
        as same from ${qualified(schema, name)}`,
    );
    const text = `select bool_and(same) as same from (${each.join(' union all ')}) t`;
    asks.push(() => client.query<{ same: boolean }>(text, [sight]));
  }
  const found = await inOneTrip(client, asks);
  return found.every(({ rows }) => rows[0]?.same === true);
}
