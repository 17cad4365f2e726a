import type { ClientBase } from 'pg';
import { type Query, quoteIdent } from './sql.ts';

/** Something that lives in a schema, of whatever kind. */
export interface SchemaObject {
  /** As ALTER names the kind: `table`, `operator`, `text search configuration` … */
  kind: string;
  /** Quoted where needed, with the arguments of a function or operator, without the schema. */
  name: string;
  owner: string;
  /** This role may do with it what its owner may. */
  ours: boolean;
  /** Belongs to another object of the schema: a partition, the sequence of a column, a function of a range type. */
  part: boolean;
}

/**
 * Everything in a schema but what extensions brought: the server keeps on record what needs the schema to be there, so
 * no kind of object is forgotten. https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
export async function schemaObjects(client: ClientBase, schema: string): Promise<SchemaObject[]> {
  return (await client.query<SchemaObject>(schemaObjectsQuery(schema))).rows;
}

/** What `schemaObjects` asks. */
export function schemaObjectsQuery(schema: string): Query {
  return {
    text: `with object as (
       select d.classid, d.objid, case when t.typtype = 'd' then 'domain' else i.type end as type, substr(i.identity, length(i.schema) + 2) as name
       from pg_depend d
       cross join pg_identify_object(d.classid, d.objid, 0) i
       left join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid
       where d.refclassid = 'pg_namespace'::regclass and d.refobjid = to_regnamespace($1::text)::oid
         and d.objsubid = 0 and d.deptype = 'n' and i.schema = quote_ident($2::text)
     ), known as (
       select o.*, coalesce(
           (select s.refobjid from pg_shdepend s where s.classid = o.classid and s.objid = o.objid and s.deptype = 'o'
             and s.dbid = (select oid from pg_database where datname = current_database())),
           -- what belongs to the server's first superuser is not on record
           (select min(oid) from pg_roles where rolsuper)) as owner,
         array(select x.deptype from pg_depend x where x.classid = o.classid and x.objid = o.objid and x.objsubid = 0)
           as ties
       from object o
     )
     select k.type as kind, k.name, pg_get_userbyid(k.owner)::text as owner, pg_has_role(k.owner, 'usage') as ours,
       k.ties && '{a,i,P,S}'::"char"[] as part
     from known k
     where not k.ties && '{e}'::"char"[]
     order by k.type collate "C", k.name collate "C"`,
    values: [quoteIdent(schema), schema],
  };
}
