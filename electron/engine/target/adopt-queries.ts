import { notOfExtension } from './sql.ts';

/**
 * What an application made in a schema ($1), for a run that brings rows into it. All from pg_catalog; they run on
 * PostgreSQL 12 to 18. https://www.postgresql.org/docs/current/catalogs.html
 */

/** Tables and partitioned tables; partitions take their rows from above. `relkind` f is a foreign table. */
export const tablesQuery = `
select c.oid::text as oid,
       c.relname::text as name,
       pg_catalog.pg_get_userbyid(c.relowner)::text as owner,
       pg_catalog.pg_has_role(c.relowner, 'usage') as owned,
       pg_catalog.has_table_privilege(c.oid, 'insert') and pg_catalog.has_table_privilege(c.oid, 'select')
         and pg_catalog.has_table_privilege(c.oid, 'update') and pg_catalog.has_table_privilege(c.oid, 'delete')
         as writable,
       pg_catalog.has_table_privilege(c.oid, 'select') as readable,
       case when c.relkind = 'f' then 'foreign table'
         when c.relrowsecurity and (c.relforcerowsecurity or not pg_catalog.pg_has_role(c.relowner, 'usage'))
           and not (select r.rolsuper or r.rolbypassrls from pg_catalog.pg_roles r where r.rolname = current_user)
           then 'row level security'
         when exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.ev_type <> '1')
           then 'rewrite rules' end as closed
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relkind in ('r', 'p', 'f') and not c.relispartition
   and ${notOfExtension('pg_class', 'c.oid')}
 order by c.relname collate "C"`;

/** Whether texts sort by their bytes where no collation is named. */
export const plainQuery = `
select d.datcollate in ('C', 'POSIX') as c from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`;

/** What our role may do with a sequence ($1). */
export const sequenceQuery = `
select pg_catalog.has_sequence_privilege(c.oid, 'select') and pg_catalog.has_sequence_privilege(c.oid, 'update') as readable,
       pg_catalog.pg_has_role(c.relowner, 'usage') as owned
  from pg_catalog.pg_class c where c.oid = $1::pg_catalog.regclass`;

/**
 * Columns of these tables. The type behind domains is found step by step: the innermost modifier that says something
 * holds, and every domain on the way may have rules.
 */
export const columnsQuery = `
with recursive up as (
  select a.attrelid, a.attnum, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typcategory,
         a.atttypmod as modifier, t.typtypmod, t.typnotnull as "notNull", array[]::pg_catalog.oid[] as domains
    from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
   where a.attrelid = any ($1::pg_catalog.oid[]) and a.attnum > 0 and not a.attisdropped
  union all
  select u.attrelid, u.attnum, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typcategory,
         case when u.modifier >= 0 then u.modifier else u.typtypmod end, t.typtypmod, u."notNull" or t.typnotnull,
         u.domains || u.oid
    from up u join pg_catalog.pg_type t on t.oid = u.typbasetype where u.typtype = 'd'
)
select a.attrelid::text as oid,
       a.attname::text as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       u.typname::text as base,
       case u.typtype when 'e' then 'enum' when 'b' then case when u.typcategory = 'A' then 'array' else 'base' end
         else 'other' end as kind,
       u.modifier,
       pg_catalog.format_type(u.oid, u.modifier) as "baseType",
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = u.oid order by e.enumsortorder)
         as labels,
       el.typname::text as element,
       case el.typtype when 'e' then 'enum' when 'b' then 'base' else 'other' end as "elementKind",
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = el.oid order by e.enumsortorder)
         as "elementLabels",
       coalesce(l.collname not in ('C', 'POSIX') and not (l.collname = 'default' and $2::pg_catalog.bool), false)
         or u.typname = 'citext' as collated,
       a.attnotnull or u."notNull" as "notNull",
       a.attnotnull and not u."notNull" and a.attidentity = '' and not exists (
         select from pg_catalog.pg_index x where x.indrelid = a.attrelid and x.indisprimary and a.attnum = any (x.indkey)
       ) as "canBeNull",
       a.attidentity <> '' or (d.oid is not null and a.attgenerated = '') as filled,
       case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as generated,
       pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', n.nspname, c.relname), a.attname) as "ownSequence",
       coalesce(
         pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', n.nspname, c.relname), a.attname),
         -- one that the default takes its values from, and nobody said whose it is
         (select pg_catalog.format('%I.%I', sn.nspname, s.relname)
            from pg_catalog.pg_depend dd join pg_catalog.pg_class s on s.oid = dd.refobjid and s.relkind = 'S'
            join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
           where dd.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and dd.objid = d.oid
             and dd.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass limit 1)) as sequence,
       array(select pg_catalog.pg_get_expr(k.conbin, 0) from pg_catalog.pg_constraint k
              where k.contypid = any (u.domains) and k.contype = 'c' order by k.oid) as "domainChecks"
  from up u
  join pg_catalog.pg_attribute a on a.attrelid = u.attrelid and a.attnum = u.attnum
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_type el on el.oid = u.typelem and u.typcategory = 'A'
  left join pg_catalog.pg_collation l on l.oid = a.attcollation
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where u.typtype <> 'd'
 order by a.attrelid, a.attnum`;

/** Keys over plain columns of whole tables: a partial or expression index says nothing of two rows as a whole. */
export const keysQuery = `
select x.indrelid::text as oid,
       i.relname::text as name,
       x.indisprimary as primary,
       array(select a.attname::text from pg_catalog.generate_series(0, x.indnkeyatts - 1) as g (place)
               join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[g.place]
              order by g.place) as columns
  from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
 where x.indrelid = any ($1::pg_catalog.oid[]) and x.indisunique and x.indisvalid and x.indpred is null
   and not 0 = any (x.indkey::pg_catalog.int2[])
 order by x.indrelid, x.indisprimary desc, i.relname collate "C"`;

export const indexesQuery = `
select x.indrelid::text as oid,
       array(select a.attname::text from pg_catalog.generate_series(0, x.indnkeyatts - 1) as g (place)
               left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[g.place]
                and a.attnum > 0
              order by g.place) as columns
  from pg_catalog.pg_index x
 where x.indrelid = any ($1::pg_catalog.oid[]) and x.indisvalid
 order by x.indexrelid`;

export const constraintsQuery = `
select k.conrelid::text as oid,
       k.conname::text as name,
       k.contype::text as type,
       case k.contype when 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid) end as expression,
       array(select a.attname::text
               from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
              order by u.place) as columns,
       case when p.relnamespace = c.relnamespace then p.relname::text end as "references",
       case when p.oid is not null then pg_catalog.format('%I.%I', pn.nspname, p.relname) end as parent,
       array(select a.attname::text
               from pg_catalog.unnest(k.confkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum
              order by u.place) as "refColumns",
       k.condeferrable as deferrable,
       pg_catalog.pg_get_constraintdef(k.oid) as definition
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid
  left join pg_catalog.pg_class p on p.oid = k.confrelid
  left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where k.conrelid = any ($1::pg_catalog.oid[]) and k.contype in ('c', 'f') and k.conparentid = 0
 order by k.conrelid, k.conname collate "C"`;

/** $1: tables. Ours is the fence. */
export const triggersQuery = `
select t.tgrelid::text as oid, t.tgname::text as name, t.tgenabled::text as enabled
  from pg_catalog.pg_trigger t
 where t.tgrelid = any ($1::pg_catalog.oid[]) and not t.tgisinternal
   and t.tgfoid is distinct from pg_catalog.to_regprocedure('autocore_migration.refuse_write()')
 order by t.tgrelid, t.tgname collate "C"`;
