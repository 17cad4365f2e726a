import type pg from 'pg';

/** A thing that undoing drops by itself. */
export interface Droppable {
  kind: 'view' | 'table' | 'function' | 'schema';
  /** The schema it is in; null for a schema, which goes only when it is empty. */
  schema: string | null;
  /** Where it is now, quoted and with its schema. */
  name: string;
  label: string;
  oid: string;
  /** A hypertable: TimescaleDB has not always dropped one along with other tables. */
  alone: boolean;
  /** About as many locks as dropping it takes; a guess on the high side. */
  locks: number;
}

/**
 * Created objects that are still there, newest first, by what they are for the server: they may have been moved or
 * renamed since, and another thing may have their name. In a database that was restored from a dump the numbers are
 * those of other things: there they go by their names. Keys, indexes and partitions go with their table.
 */
export async function droppable(client: pg.ClientBase, run: string): Promise<Droppable[]> {
  const found = await client.query<Droppable>(
    `select o.kind, coalesce(c.oid::regclass::text, p.oid::regprocedure::text, n.oid::regnamespace::text) as name,
       o.kind || ' ' || o.name as label,
       (select nspname::text from pg_namespace where oid = coalesce(c.relnamespace, p.pronamespace)) as schema,
       coalesce(c.oid, p.oid, n.oid)::text as oid,
       o.kind = 'table' and exists (select from autocore_migration.object h
         where h.run = o.run and h.kind = 'hypertable' and h.name = o.name) as alone,
       -- with the table behind its long values, that one's index, and its sequence
       ((1 + (select count(*) from pg_inherits h where h.inhparent = c.oid)) * (4 + (select count(*) from pg_index i where i.indrelid = c.oid)))::int as locks
     from autocore_migration.object o
     cross join (
       select to_regnamespace(quote_ident(r.target_schema)) as space, exists (
         select from autocore_migration.object j where j.run = r.id and j.kind = 'journal'
           and j.oid <> to_regclass('autocore_migration.object')) as restored
       from autocore_migration.run r where r.id = $1::text
     ) w
     -- There may be thousands of tables: each is looked up by its number, and none among the functions.
     left join pg_class c on c.oid = case when o.kind not in ('table', 'view') then null when restored
       then (select r.oid from pg_class r where r.relname = o.name::name and r.relnamespace = space) else o.oid end
     left join lateral (
       select f.oid, f.pronamespace from pg_proc f where o.kind = 'function' and case when restored
         then f.proname::text = o.name and f.pronamespace = space else f.oid = o.oid end
       offset 0
     ) p on true
     left join pg_namespace n on o.kind = 'schema' and case when restored
       then n.nspname::text = o.name else n.oid = o.oid end
     where o.run = $1::text and coalesce(c.oid, p.oid, n.oid) is not null
       and (o.kind <> 'table' or o.parent = o.name)
     order by o.seq desc`,
    [run],
  );
  return found.rows;
}
