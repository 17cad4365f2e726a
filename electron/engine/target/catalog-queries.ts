import { notOfExtension, ofSchema } from './sql.ts';

/**
 * One query per kind of object, each for a whole schema ($1), and all from pg_catalog: information_schema hides
 * what the role has no rights to, and does not know indexes, partitions or validity. They run on PostgreSQL 12 to 18.
 * https://www.postgresql.org/docs/current/catalogs.html
 */

const relations = ofSchema('pg_class', 'c.oid', '$1');
const functions = ofSchema('pg_proc', 'p.oid', '$1');

export const tablesQuery = `
select c.oid::text as oid,
       c.relname as name,
       case c.relkind when 'p' then 'partitioned' else 'ordinary' end as kind,
       parent.relname as parent,
       pg_get_expr(c.relpartbound, c.oid) as bound,
       pg_get_partkeydef(c.oid) as "partitionKey"
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_inherits i on i.inhrelid = c.oid and c.relispartition
  left join pg_catalog.pg_class parent on parent.oid = i.inhparent
 where n.nspname = $1 and ${relations} and c.relkind in ('r', 'p') and ${notOfExtension('pg_class', 'c.oid')}
 order by c.relname collate "C"`;

/** Hypertables, by what TimescaleDB itself says; only for a database that has it. */
export const hypertablesQuery = `
select hypertable_name::text as name, column_name::text as column
  from timescaledb_information.dimensions
 where hypertable_schema = $1 and dimension_number = 1`;

export const columnsQuery = `
select c.oid::text as oid,
       a.attname as name,
       format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as "notNull",
       l.collname as collation,
       a.attidentity::text as identity,
       a.attgenerated <> '' as "isGenerated",
       pg_get_expr(d.adbin, d.adrelid) as expression
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_collation l on l.oid = a.attcollation
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where n.nspname = $1 and ${relations} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
 order by c.oid, a.attnum`;

/** Since PostgreSQL 18 NOT NULL is a constraint of its own ('n'); it is read from the column instead. */
export const constraintsQuery = `
select c.oid::text as oid,
       k.conname as name,
       k.contype::text as type,
       k.convalidated as validated,
       k.condeferrable as deferrable,
       pg_get_constraintdef(k.oid) as definition,
       array(select a.attname::text
               from unnest(k.conkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
              order by u.place) as columns,
       case when p.relnamespace = c.relnamespace then p.relname::text
            else pn.nspname || '.' || p.relname end as parent,
       array(select a.attname::text
               from unnest(k.confkey) with ordinality as u (attnum, place)
               join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum
              order by u.place) as "refColumns",
       k.confupdtype::text as "onUpdate",
       k.confdeltype::text as "onDelete"
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_class p on p.oid = k.confrelid
  left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where n.nspname = $1 and ${relations} and c.relkind in ('r', 'p') and k.contype in ('p', 'u', 'c', 'f')
 order by c.oid, k.conname collate "C"`;

/** indoption's lowest bit is DESC; columns of INCLUDE stand behind indnkeyatts and are no terms. */
export const indexesQuery = `
select c.oid::text as oid,
       i.relname as name,
       x.indisunique as unique,
       m.amname as method,
       x.indisvalid as valid,
       pg_get_indexdef(x.indexrelid) as definition,
       pg_get_expr(x.indpred, x.indrelid) as predicate,
       array(select a.attname::text
               from generate_series(0, x.indnkeyatts - 1) as g (place)
               left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[g.place]
                and a.attnum > 0
              order by g.place) as columns,
       array(select case x.indoption[g.place] & 1 when 1 then 'desc' else 'asc' end
               from generate_series(0, x.indnkeyatts - 1) as g (place)
              order by g.place) as orders
  from pg_catalog.pg_index x
  join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_am m on m.oid = i.relam
  join pg_catalog.pg_class c on c.oid = x.indrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and ${relations} and c.relkind in ('r', 'p')
 order by c.oid, i.relname collate "C"`;

export const viewsQuery = `
select c.relname as name, c.relkind = 'm' as materialized, pg_get_viewdef(c.oid) as definition
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and ${relations} and c.relkind in ('v', 'm') and ${notOfExtension('pg_class', 'c.oid')}
 order by c.relname collate "C"`;

export const functionsQuery = `
select p.proname as name, pg_get_function_identity_arguments(p.oid) as arguments
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where n.nspname = $1 and ${functions} and ${notOfExtension('pg_proc', 'p.oid')}
 order by p.proname collate "C", 2`;

/** As pg_sequences has it: a sequence is shown to every role, and only its last value is hidden from those without rights. */
export const sequencesQuery = `
select c.relname as name,
       t.relname as table,
       a.attname as column,
       case when has_sequence_privilege(c.oid, 'select, usage') then pg_sequence_last_value(c.oid) end::text as "lastValue",
       s.seqincrement::text as increment
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_sequence s on s.seqrelid = c.oid
  left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
   and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_catalog.pg_class t on t.oid = d.refobjid
  left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
 where n.nspname = $1 and ${relations} and c.relkind = 'S' and ${notOfExtension('pg_class', 'c.oid')}
 order by c.relname collate "C"`;

export const statisticsQuery = `
select s.stxname as name, c.relname as table
  from pg_catalog.pg_statistic_ext s
  join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
  join pg_catalog.pg_class c on c.oid = s.stxrelid
 where n.nspname = $1
 order by s.stxname collate "C"`;
