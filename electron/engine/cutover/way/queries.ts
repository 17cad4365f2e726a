import type pg from 'pg';
import { notOfExtension } from '../../target/sql.ts';
import { isChunk } from '../../target/timescale.ts';

/**
 * What stands in a database now, for the way back. Relations are qualified; types, functions and operators are found
 * in pg_catalog, where alone the session looks. They run on PostgreSQL 12 to 18.
 * https://www.postgresql.org/docs/current/catalogs.html
 */

/**
 * $1: the schema; $2: what the run created; $3: roles of the application. Relations there, those of the run elsewhere,
 * and their children anywhere, but chunks: their rows are the hypertable's. What belongs to strangers is nothing that the application added, and must not even be
 * counted: to plan a query on a table may run what its owner made its indexes call.
 */
export const relationsQuery = (client: pg.ClientBase): string => `
select c.oid::text as oid,
       n.nspname::text as schema,
       c.relname::text as name,
       c.relkind::text as kind,
       c.relispartition as "isPartition",
       array(select i.inhparent::text from pg_catalog.pg_inherits i
              where i.inhrelid = c.oid order by i.inhseqno)::text[] as parents,
       pg_catalog.has_table_privilege(c.oid, 'select') as readable
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'v', 'm', 'f')
   and (n.nspname = $1 or c.oid = any ($2::pg_catalog.oid[])
        or c.oid in (select i.inhrelid from pg_catalog.pg_inherits i))
   and n.nspname not in ('pg_catalog', 'information_schema', 'autocore_migration')
   and n.nspname !~ '^pg_(toast|temp)'
   and not ${isChunk(client, 'c')}
   and ${notOfExtension('pg_class', 'c.oid')}
   and (c.oid = any ($2::pg_catalog.oid[])
        or c.relowner in (select o.relowner from pg_catalog.pg_class o where o.oid = any ($2::pg_catalog.oid[]))
        or pg_catalog.pg_get_userbyid(c.relowner) = any ($3::pg_catalog.text[] || current_user::pg_catalog.text))
 order by n.nspname collate "C", c.relname collate "C"`;

/** $1: oids of relations. `base` is the type behind domains, where it is one of PostgreSQL's own. */
export const columnsQuery = `
select a.attrelid::text as oid,
       a.attnum as place,
       a.attname::text as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       b.base,
       a.attnotnull as "notNull",
       a.attidentity <> '' as identity,
       case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as "default",
       l.collname::text as collation
  from pg_catalog.pg_attribute a
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_catalog.pg_collation l on l.oid = a.attcollation
  cross join lateral (
    with recursive up as (
      select t.oid, t.typtype, t.typbasetype, t.typname, t.typnamespace
        from pg_catalog.pg_type t where t.oid = a.atttypid
      union all
      select t.oid, t.typtype, t.typbasetype, t.typname, t.typnamespace
        from up join pg_catalog.pg_type t on t.oid = up.typbasetype where up.typtype = 'd'
    )
    select case when typnamespace = 'pg_catalog'::pg_catalog.regnamespace then typname::text end as base
      from up where typtype <> 'd'
  ) b
 where a.attrelid = any ($1::pg_catalog.oid[]) and a.attnum > 0 and not a.attisdropped
 order by a.attrelid, a.attnum`;

/** $1: oids of tables. */
export const keysQuery = `
select k.conrelid::text as oid,
       k.contype::text as type,
       array(select a.attname::text
               from unnest(k.conkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
              order by u.place) as columns,
       k.confrelid::text as parent,
       array(select a.attname::text
               from unnest(k.confkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum
              order by u.place) as "refColumns",
       k.confupdtype::text as "onUpdate",
       k.confdeltype::text as "onDelete",
       k.condeferrable as deferrable
  from pg_catalog.pg_constraint k
 where k.conrelid = any ($1::pg_catalog.oid[]) and k.contype in ('p', 'u', 'f') and k.conparentid = 0
 order by k.conrelid, k.conname collate "C"`;

/** $1: the schema. What holds no rows; views and sequences of columns aside. */
export const objectsQuery = `
select 'index' as kind, i.relname::text as name, c.relname::text as "table"
  from pg_catalog.pg_index x
  join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_class c on c.oid = x.indrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relkind in ('r', 'p', 'm') and not c.relispartition
   and not exists (select from pg_catalog.pg_constraint k where k.conindid = x.indexrelid)
union all
select 'constraint', k.conname::text, c.relname::text
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and k.contype in ('p', 'u', 'c', 'f', 'x') and not c.relispartition and k.conislocal
union all
select 'trigger', t.tgname::text, c.relname::text
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and not t.tgisinternal and not c.relispartition
   and t.tgfoid is distinct from pg_catalog.to_regprocedure('autocore_migration.refuse_write()')
union all
select 'rule', r.rulename::text, c.relname::text
  from pg_catalog.pg_rewrite r
  join pg_catalog.pg_class c on c.oid = r.ev_class
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and r.rulename <> '_RETURN'
union all
select 'policy', p.polname::text, c.relname::text
  from pg_catalog.pg_policy p
  join pg_catalog.pg_class c on c.oid = p.polrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1
union all
select 'function', p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', null
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where n.nspname = $1 and ${notOfExtension('pg_proc', 'p.oid')}
union all
select 'sequence', c.relname::text, null
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relkind = 'S' and not exists (
   select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
union all
select 'type', t.typname::text, null
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_class c on c.oid = t.typrelid
 where n.nspname = $1 and (t.typtype in ('d', 'e', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
   and ${notOfExtension('pg_type', 't.oid')}
union all
select 'statistics', s.stxname::text, c.relname::text
  from pg_catalog.pg_statistic_ext s
  join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
  join pg_catalog.pg_class c on c.oid = s.stxrelid
 where n.nspname = $1
 order by 1, 2, 3`;
