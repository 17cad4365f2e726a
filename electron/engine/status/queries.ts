import type pg from 'pg';
import { quoteLiteral } from '../target/sql.ts';
import { isChunk } from '../target/timescale.ts';

/** All statements take the schema as $1 and see what the role may see. */

/** `part`: each table with itself and its partitions. */
const withParts = `with recursive part as (
  select c.oid as root, c.oid from pg_class c
   where c.relnamespace = to_regnamespace($1::text) and c.relkind in ('r', 'p') and not c.relispartition
  union all
  select part.root, i.inhrelid from part join pg_inherits i on i.inhparent = part.oid
)`;

/** Partitions count for their table. */
export const tablesQuery = `
${withParts}
select r.relname as name,
       sum(pg_total_relation_size(part.oid))::text as bytes,
       coalesce(sum(s.n_live_tup), 0)::text as rows,
       coalesce(sum(s.n_dead_tup), 0)::text as dead,
       max(greatest(s.last_vacuum, s.last_autovacuum))::text as "lastVacuum"
  from part join pg_class r on r.oid = part.root
  left join pg_stat_all_tables s on s.relid = part.oid
 group by r.relname order by sum(pg_total_relation_size(part.oid)) desc, r.relname`;

/** What each node says of the tables that Citus has placed there; the shard's name is put in for `%1$L`. */
const ofShard = `select concat_ws(' ', pg_total_relation_size(relid), n_live_tup, n_dead_tup,
    greatest(last_vacuum, last_autovacuum)) from pg_stat_all_tables where relid = %1$L::regclass`;

/** The same of a schema that Citus has placed on a node: here its tables are empty. */
export const placedTablesQuery = `
${withParts}, said as (
  select part.root, s.result from part join pg_dist_partition d on d.logicalrelid = part.oid
  cross join lateral run_command_on_placements(d.logicalrelid, ${quoteLiteral(ofShard)}) s
  where s.success and s.result <> ''
)
select r.relname as name,
       sum(split_part(said.result, ' ', 1)::bigint)::text as bytes,
       sum(split_part(said.result, ' ', 2)::bigint)::text as rows,
       sum(split_part(said.result, ' ', 3)::bigint)::text as dead,
       max(nullif(substring(said.result from '^\\S+ \\S+ \\S+ (.*)$'), '')) as "lastVacuum"
  from said join pg_class r on r.oid = said.root
 group by r.relname order by sum(split_part(said.result, ' ', 1)::bigint) desc, r.relname`;

/** The bound of a month: FOR VALUES FROM ('2026-01-01 00:00:00') TO (…). Somebody else's may be numbers or words. */
export const partitionsQuery = `
select p.relname as table,
       p.oid::text as oid,
       count(*)::text as partitions,
       (count(*) filter (where substring(pg_get_expr(c.relpartbound, c.oid) from $re$FROM \\('(\\d{4}-\\d\\d-\\d\\d[^']*)'\\)$re$)::timestamp
         > date_trunc('month', now() at time zone 'utc')))::text as ahead,
       min(c.oid::regclass::text) filter (where pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT') as waiting
  from pg_partitioned_table t
  join pg_class p on p.oid = t.partrelid
  join pg_inherits i on i.inhparent = p.oid
  join pg_class c on c.oid = i.inhrelid
 where p.relnamespace = to_regnamespace($1::text)
 group by p.relname, p.oid order by p.relname`;

/** Hypertables with a chunk, and how many of these there are. */
export const chunksQuery = (client: pg.ClientBase): string => `
select p.relname as table, count(*)::text as chunks
  from pg_class p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
 where p.relnamespace = to_regnamespace($1::text) and ${isChunk(client, 'c')}
 group by p.relname order by p.relname`;

/** An index of a partitioned table is unused where all its parts are. Of a hypertable nothing leads from it to those of its chunks. */
export const unusedQuery = (client: pg.ClientBase): string => `
with recursive part as (
  select x.indexrelid as root, x.indexrelid as oid from pg_index x join pg_class c on c.oid = x.indexrelid
   where c.relnamespace = to_regnamespace($1::text) and not c.relispartition and not x.indisunique
     and not exists (select from pg_inherits h join pg_class k on k.oid = h.inhrelid
       where h.inhparent = x.indrelid and ${isChunk(client, 'k')})
  union all
  select part.root, i.inhrelid from part join pg_inherits i on i.inhparent = part.oid
)
select r.relname as name, t.relname as table, sum(pg_relation_size(part.oid))::text as bytes
  from part join pg_class r on r.oid = part.root
  join pg_index x on x.indexrelid = part.root join pg_class t on t.oid = x.indrelid
  left join pg_stat_all_indexes s on s.indexrelid = part.oid
 group by r.relname, t.relname having coalesce(sum(s.idx_scan), 0) = 0
 order by sum(pg_relation_size(part.oid)) desc, r.relname`;

export const serverQuery = `
select pg_database_size(current_database())::text as bytes,
       (select count(*) from pg_stat_activity where backend_type = 'client backend')::text as used,
       (select count(*) from pg_stat_activity where backend_type = 'client backend' and state = 'active')::text as active,
       current_setting('max_connections') as max,
       (select stats_reset::text from pg_stat_database where datname = current_database()) as since,
       array(select extname::text from pg_extension where extname in ('pg_cron', 'pg_partman')) as schedulers,
       (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
         where e.extname = 'pg_stat_statements') as statements,
       current_setting('server_version_num') as version
 where $1::text is not null`;

/**
 * Who follows this server, and whom it follows. What a role may not see of others is null; what an older server does not
 * have, too. One row of JSON, so that numbers stay numbers.
 */
export const replicationQuery = `
with here as (
  select pg_is_in_recovery() as recovering,
    case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as lsn
)
select json_build_object(
  'recovering', recovering,
  'replayedAt', case when recovering then to_char(pg_last_xact_replay_timestamp() at time zone 'utc',
    'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
  'waits', not recovering and current_setting('synchronous_standby_names') <> '',
  'standbys', (select coalesce(json_agg(json_build_object(
      'name', application_name, 'address', host(client_addr), 'state', state, 'sync', sync_state,
      'lagBytes', greatest(pg_wal_lsn_diff(here.lsn, replay_lsn), 0),
      'lagSeconds', extract(epoch from replay_lag)) order by application_name, pid), '[]') from pg_stat_replication),
  'slots', (select coalesce(json_agg(json_build_object(
      'name', slot_name, 'active', active, 'status', to_jsonb(s) ->> 'wal_status',
      'heldBytes', greatest(pg_wal_lsn_diff(here.lsn, restart_lsn), 0)) order by slot_name), '[]')
    from pg_replication_slots s where not temporary)
)::text as replication from here where $1::text is not null`;

/** Names of the columns changed in version 13. */
export function slowestQuery(schema: string, version: number): string {
  const kind = version >= 130_000 ? 'exec_' : '';
  return `select left(regexp_replace(query, '\\s+', ' ', 'g'), 200) as query, calls::text,
       mean_${kind}time::text as "meanMs", total_${kind}time::text as "totalMs"
  from ${schema}.pg_stat_statements
 where dbid = (select oid from pg_database where datname = current_database())
 order by total_${kind}time desc limit 10`;
}
