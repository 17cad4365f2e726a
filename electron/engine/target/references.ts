import type pg from 'pg';
import { qualified, quoteIdent } from './sql.ts';

/** A foreign key, of whatever table in whatever schema, that refers to a table. */
export interface Reference {
  /** Quoted and with its schema, as the server prints it for people: where it must be quoted. */
  child: string;
  /** The same as `qualified` writes it, to tell one table from another. */
  quoted: string;
  columns: string[];
  refColumns: string[];
}

/** Foreign keys that refer to a table; those of partitions are their parents'. @param table quoted and with its schema */
export async function referencesTo(client: pg.ClientBase, table: string): Promise<Reference[]> {
  const { rows } = await client.query<Reference & { schema: string; table: string }>(
    `select n.nspname::text as schema, c.relname::text as "table", format('%I.%I', n.nspname, c.relname) as child,
       array(select a.attname::text from unnest(k.conkey) with ordinality u (attnum, place)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum order by u.place) as columns,
       array(select a.attname::text from unnest(k.confkey) with ordinality u (attnum, place)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum order by u.place) as "refColumns"
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and k.confrelid = $1::regclass and k.conparentid = 0 order by 3, k.conname`,
    [table],
  );
  return rows.map(({ schema, table: name, child, columns, refColumns }) => ({
    ...{ child, quoted: qualified(schema, name), columns, refColumns },
  }));
}

/** SQL condition on a row `c` of the child that refers to the row `p` of the table. */
export function refersTo({ columns, refColumns }: Reference): string {
  return columns
    .map((name, i) => `c.${quoteIdent(name)} = p.${quoteIdent(refColumns[i] ?? '')}`)
    .join(' and ');
}
