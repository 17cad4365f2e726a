import type { ClientBase } from 'pg';
import { quoteIdent } from './sql.ts';

interface Movable {
  kind: string;
  /** Quoted, with the arguments of a function. */
  name: string;
}

/**
 * Moves everything that is in a schema, except what belongs to extensions, into another schema: a backup that costs no
 * time and loses nothing, and the way back from it. Runs in the caller's transaction. Returns the moved objects as
 * `kind name`.
 */
export async function moveObjects(client: ClientBase, schema: string, to: string): Promise<string[]> {
  const objects = await movable(client, schema);
  for (const { kind, name } of objects) {
    await client.query(`alter ${kind} ${quoteIdent(schema)}.${name} set schema ${quoteIdent(to)}`);
  }
  return objects.map(label);
}

/** What `moveObjects` would move. */
export async function movableObjects(client: ClientBase, schema: string): Promise<string[]> {
  return (await movable(client, schema)).map(label);
}

function label({ kind, name }: Movable): string {
  return `${kind} ${name}`;
}

async function movable(client: ClientBase, schema: string): Promise<Movable[]> {
  const found = await client.query<Movable>(
    `select kind, name from (
       select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
           when 'f' then 'foreign table' else 'table' end as kind,
         quote_ident(c.relname) as name, 'pg_class'::regclass as class, c.oid
       from pg_class c where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
         and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
           and c.relkind = 'S' and d.deptype in ('a', 'i'))
       union all
       select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
         quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'pg_proc'::regclass, p.oid
       from pg_proc p where p.pronamespace = $1::text::regnamespace
       union all
       select case t.typtype when 'd' then 'domain' else 'type' end, quote_ident(t.typname), 'pg_type'::regclass, t.oid
       from pg_type t left join pg_class c on c.oid = t.typrelid
       where t.typnamespace = $1::text::regnamespace and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
     ) o
     where not exists (select 1 from pg_depend e where e.classid = o.class and e.objid = o.oid and e.deptype = 'e')
     -- Functions first: their arguments name types by the schema in which these still are.
     order by kind in ('function', 'procedure', 'aggregate') desc, kind, name`,
    [quoteIdent(schema)],
  );
  return found.rows;
}

/** A name for the schema that keeps what was there before a run. */
export function asideName(schema: string, run: string): string {
  return `${schema.slice(0, 30)}_before_${run.replaceAll('-', '_')}`;
}
