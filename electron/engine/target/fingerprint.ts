import type pg from 'pg';
import { notOfExtension, ofSchema } from './sql.ts';

/** What a table held: how many rows, and the sum of their hashes, the same in any order. */
export interface Fingerprint {
  rows: string;
  hash: string;
}

/** A table's fingerprint by its name, quoted and with its schema. */
export type Fingerprints = Record<string, Fingerprint>;

/**
 * Says of the run's tables in a schema, and of others of the same owners, what they hold now, in one pass inside the server, so that a later look tells whether
 * anybody has written to it since. Partitions count where their table is, also those that were detached (they are
 * tables then). It is a look for changes, not a comparison of values: two rows that change so that the sum of their
 * 64-bit hashes stays the same would go unseen. A table of somebody else is not read: to plan a query on it may run what
 * its indexes call. @param own names of the run's tables
 */
export async function fingerprintsOf(
  client: pg.ClientBase,
  schema: string,
  own: readonly string[],
): Promise<Fingerprints> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1::name and ${ofSchema('pg_class', 'c.oid', '$1')}
         and c.relkind in ('r', 'p') and not c.relispartition and ${notOfExtension('pg_class', 'c.oid')}
       and (c.relname = any($2::pg_catalog.text[])
         or c.relowner = (select r.oid from pg_catalog.pg_roles r where r.rolname = current_user)
         or c.relowner in (select o.relowner from pg_catalog.pg_class o
           where o.relnamespace = c.relnamespace and o.relname = any($2::pg_catalog.text[])))
     order by c.relname collate "C"`,
    [schema, own],
  );
  const found: [string, Fingerprint][] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<Fingerprint>(
      `select pg_catalog.count(*)::text as rows,
         coalesce(pg_catalog.sum(pg_catalog.hashtextextended((t.*)::pg_catalog.text collate "C", 0)), 0)::text as hash
       from ${name} t`,
    );
    const [print] = rows;
    if (print) found.push([name, print]);
  }
  return Object.fromEntries(found);
}

/** Tables that are not as they were, in the order of their names. */
export function changedTables(before: Fingerprints, now: Fingerprints): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const same = (name: string) =>
    Object.hasOwn(before, name) &&
    Object.hasOwn(now, name) &&
    before[name]?.rows === now[name]?.rows &&
    before[name]?.hash === now[name]?.hash;
  return [...names].filter((name) => !same(name)).sort();
}
