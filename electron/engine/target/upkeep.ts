import type { ClientBase } from 'pg';
import type { Plan } from '../../../shared/model/index.ts';
import { journalLock } from './journal-guard.ts';
import { sendAll } from './pipeline.ts';
import { type Query, searchPath } from './sql.ts';
import { onlyOfTimescale, timescaleSchema } from './timescale-names.ts';

/**
 * Partitions must keep coming when the migration is long over. `autocore_migration.maintain_partitions()` makes the
 * months from now to `ahead`, and those of the last two years that have rows waiting in the DEFAULT partition, and
 * moves these rows. It can be called at any time, by hand or by a timer. Only with a `retention` are partitions
 * dropped whose last moment is longer ago; the DEFAULT partition never is. A hypertable makes its chunks by itself: of
 * it, those are dropped by the same rule (its line has no DEFAULT partition, but ''). Whoever calls it, names are looked
 * up in pg_catalog alone, and calls wait for each other.
 */
export const upkeepFunctions = `
  create table if not exists autocore_migration.partitioned (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    schema_name name not null,
    table_name name not null,
    column_name name not null,
    default_name name not null,
    primary key (schema_name, table_name)
  );
  drop function if exists autocore_migration.maintain_partitions(integer);
  drop function if exists autocore_migration.maintain_partitions(integer, interval);
  create or replace function autocore_migration.maintain_partitions(
    ahead integer default 3, retention interval default null, of_schema name default null,
    out made integer, out dropped integer)
  language plpgsql set search_path = ${searchPath} set datestyle = 'ISO, YMD' as $$
  declare
    today timestamp := date_trunc('month', now() at time zone 'utc');
    owner record;
    foreign_key record;
    month date;
    child name;
    old regclass;
    waiting date[];
    place text;
    gone integer;
  begin
    made := 0;
    dropped := 0;
    perform pg_advisory_xact_lock(${journalLock});
    for owner in
      select p.* from autocore_migration.partitioned p
      join pg_partitioned_table t on t.partrelid = to_regclass(format('%I.%I', p.schema_name, p.table_name))
      where (of_schema is null or p.schema_name = of_schema)
        and to_regclass(format('%I.%I', p.schema_name, p.default_name)) is not null
    loop
      execute format('select coalesce(array_agg(distinct date_trunc(''month'', %I)::date), ''{}'') from %I.%I
        where %I >= $1 and %I < $2', owner.column_name, owner.schema_name, owner.default_name,
        owner.column_name, owner.column_name)
        into waiting using today - interval '2 years', today;
      for month in
        select generate_series(today, today + make_interval(months => ahead), interval '1 month')::date
        union select unnest(waiting) order by 1
      loop
        child := left(owner.table_name, 50) || '_' || to_char(month, 'YYYY_MM');
        continue when to_regclass(format('%I.%I', owner.schema_name, child)) is not null;
        -- A row written to DEFAULT between the move and the new range would make the range impossible.
        execute format('lock table %I.%I in access exclusive mode', owner.schema_name, owner.default_name);
        execute format('create table %I.%I (like %I.%I including defaults including constraints including storage)',
          owner.schema_name, child, owner.schema_name, owner.table_name);
        execute format('with moved as (delete from %I.%I where %I >= %L and %I < %L returning *) insert into %I.%I select * from moved',
          owner.schema_name, owner.default_name, owner.column_name, month, owner.column_name,
          (month + interval '1 month')::date, owner.schema_name, child);
        execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
          owner.schema_name, owner.table_name, owner.schema_name, child, month, (month + interval '1 month')::date);
        -- Keys that some rows violate live on the partitions themselves, NOT VALID.
        for foreign_key in
          select conname, pg_get_constraintdef(oid) as definition from pg_constraint
          where conrelid = format('%I.%I', owner.schema_name, owner.default_name)::regclass
            and contype = 'f' and conparentid = 0 and not convalidated
        loop
          execute format('alter table %I.%I add constraint %I %s', owner.schema_name, child,
            foreign_key.conname, foreign_key.definition);
        end loop;
        made := made + 1;
      end loop;
      continue when retention is null;
      for old in
        select i.inhrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass(format('%I.%I', owner.schema_name, owner.table_name))
          and substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \\('([^']+)'\\)$re$)::timestamp
            <= (now() at time zone 'utc') - retention
      loop
        execute format('drop table %s', old);
        dropped := dropped + 1;
      end loop;
    end loop;
    place := ${timescaleSchema};
    if retention is null or place is null then return; end if;
    ${onlyOfTimescale(['drop_chunks'])}
    for owner in
      select p.* from autocore_migration.partitioned p
      where p.default_name = '' and to_regclass(format('%I.%I', p.schema_name, p.table_name)) is not null
        and (of_schema is null or p.schema_name = of_schema)
    loop
      execute format('select count(*) from %s.drop_chunks(%L::regclass, older_than => $1)', place,
        format('%I.%I', owner.schema_name, owner.table_name)) into gone using (now() at time zone 'utc') - retention;
      dropped := dropped + gone;
    end loop;
  end
  $$;
`;

/** Makes what the upkeep needs, in the caller's transaction. */
export async function createUpkeep(client: ClientBase): Promise<void> {
  await client.query(upkeepFunctions);
}

/** Tables that were moved into another schema keep their upkeep there. */
export async function moveUpkeep(client: ClientBase, schema: string, to: string): Promise<void> {
  await client.query(
    'update autocore_migration.partitioned set schema_name = $2::name where schema_name = $1::name',
    [schema, to],
  );
}

/** Puts the partitioned tables of a plan under upkeep, and makes the months from now on. */
export async function startUpkeep(
  client: ClientBase,
  run: string,
  schema: string,
  plan: Plan,
): Promise<void> {
  // Of this schema alone: among many, each new one would look at all that are there.
  const text = 'select autocore_migration.maintain_partitions(of_schema => $1::name)';
  const made = { text, values: [schema] };
  await sendAll(client, [...partitionedTables(run, schema, plan), made]);
}

/** Says which tables of a plan are to be kept up. */
export function partitionedTables(run: string, schema: string, plan: Plan): Query[] {
  return plan.tables.flatMap(({ target, partitions, hypertable }) => {
    const column = partitions?.column ?? hypertable?.column;
    if (column === undefined) return [];
    const text = `insert into autocore_migration.partitioned (run, schema_name, table_name, column_name, default_name)
       values ($1::text, $2::name, $3::name, $4::name, $5::name)
       on conflict (schema_name, table_name) do update set run = excluded.run, column_name = excluded.column_name,
         default_name = excluded.default_name`;
    return [{ text, values: [run, schema, target, column, partitions?.defaultName ?? ''] }];
  });
}
