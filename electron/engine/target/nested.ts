import type { ClientBase } from 'pg';
import { qualified } from './sql.ts';

/** A table, and the columns that a statement knows its rows by. */
export interface KnownBy {
  schema: string;
  name: string;
  columns: readonly string[];
}

const joins = ['enable_hashjoin', 'enable_mergejoin'];

/**
 * A statement that looks for each row by itself, where a unique index of these columns is there: the planner does not
 * count that a moment among them leaves one part of many to be looked into
 * (https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING), and reads the whole table for a
 * tenth of it. To be sent within a transaction.
 */
export async function nested(client: ClientBase, known: KnownBy, sql: string): Promise<string> {
  if (!(await isIndexed(client, known))) return sql;
  const set = (to: string) => joins.map((name) => `set local ${name} = ${to}`);
  return [...set('off'), sql, ...set('default')].join('; ');
}

async function isIndexed(client: ClientBase, { schema, name, columns }: KnownBy): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (
       select from pg_index i where i.indrelid = $1::regclass and i.indisunique and i.indisvalid
         and i.indpred is null and i.indexprs is null
         and not exists (
           select from unnest(i.indkey::smallint[]) with ordinality as k(attnum, nth)
           where k.nth <= i.indnkeyatts and k.attnum not in (
             select a.attnum from pg_attribute a where a.attrelid = i.indrelid and a.attname = any($2::text[]))
         )) as found`,
    [qualified(schema, name), columns],
  );
  return rows[0]?.found ?? false;
}
