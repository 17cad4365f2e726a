import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { FleetViews } from '../../../shared/model/index.ts';
import { distributed } from './citus.ts';
import { lockId, withTransaction } from './connect.ts';
import { branchesOf, columnsOfUnion, type TableColumn, type ViewName, viewTables } from './fleet-union.ts';
import { qualified, quoteIdent, quoteLiteral, searchPath } from './sql.ts';
import { sqlstateOf } from './sqlstate.ts';

/** A vehicle in the target, as the views name it. */
export interface TargetVehicle {
  run: string;
  vehicle: string;
  plate: string;
  schema: string;
}

/** The role that may read the views. */
const fleetRole = 'autocore_fleet';
/** Says of a schema or role that it is ours to change. */
const mark = 'autocore-migrate: views over all vehicles';

const registry = `
  create table if not exists fleet.vehicle (
    run text collate "C" primary key,
    fleet text collate "C" not null,
    vehicle text collate "C" not null,
    plate text collate "C" not null,
    schema_name name not null,
    -- what the view of the telemetry reads of it
    telemetry text,
    added_at timestamptz not null default now()
  )`;

/**
 * The telemetry of one vehicle, for a time or for all of it. A question to the view locks the tables, partitions and
 * indexes of all vehicles, also where it asks for one; this one plans its own question, and locks what that one needs.
 */
const oneVehicle = `
  create function fleet.telemetry_of(of_schema name, since timestamp default null, until timestamp default null)
  returns setof fleet.telemetry
  language plpgsql stable security definer set search_path = ${searchPath} as $$
  declare
    own text := (select v.telemetry from fleet.vehicle v where v.schema_name = of_schema);
  begin
    if own is null then
      return;
    end if;
    return query execute 'select * from (' || own || ') as t
      where ($1 is null or t."timestamp" >= $1) and ($2 is null or t."timestamp" < $2)' using since, until;
  end
  $$`;
const oneVehicleName = 'fleet.telemetry_of(name, timestamp, timestamp)';

/** Where there are none. */
export const noViews: FleetViews = {
  status: 'none',
  vehicles: 0,
  locks: null,
  role: null,
  placed: false,
  reason: null,
};

/**
 * Makes the views over all vehicles anew: those of this fleet as they are given, with those of other fleets in the same
 * database. A schema of that name that is not ours is left as it is.
 */
export async function makeFleetViews(
  client: pg.Client,
  fleet: string,
  vehicles: readonly TargetVehicle[],
): Promise<FleetViews> {
  const there = await ownSchema(client);
  if (there === 'foreign') return { ...noViews, status: 'foreign' };
  if (there === 'none' && vehicles.length === 0) return noViews;
  try {
    const all = await withTransaction(client, async () => {
      await lockViews(client);
      if (there === 'none') {
        await client.query('create schema fleet');
        await client.query(`comment on schema fleet is ${quoteLiteral(mark)}`);
      }
      await client.query(registry);
      const column = (name: keyof TargetVehicle) => vehicles.map((each) => each[name]);
      await client.query('delete from fleet.vehicle where fleet = $1::text and not run = any($2::text[])', [
        fleet,
        column('run'),
      ]);
      await client.query(
        `insert into fleet.vehicle (run, fleet, vehicle, plate, schema_name)
         select r, $1::text, v, p, s from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as t (r, v, p, s)
         on conflict (run) do update set vehicle = excluded.vehicle, plate = excluded.plate
         where (vehicle.vehicle, vehicle.plate) is distinct from (excluded.vehicle, excluded.plate)`,
        [fleet, column('run'), column('vehicle'), column('plate'), column('schema')],
      );
      return rebuild(client);
    });
    if (all === 0) {
      await leaveSchema(client);
      return noViews;
    }
    const tables = await placedTables(client);
    const { role, reason } = await letRead(client, tables);
    const placed = tables.length > 0;
    return { status: 'made', vehicles: all, locks: await locksOf(client), role, placed, reason };
  } catch (error) {
    // Somebody built upon the views, or we may not: the vehicles are none the worse.
    if (sqlstateOf(error) === null) throw error;
    return { ...noViews, status: 'refused', reason: (error as Error).message };
  }
}

/** Drops the schema where no vehicle is left, and nobody has put anything into it. */
async function leaveSchema(client: pg.Client): Promise<void> {
  await withTransaction(client, async () => {
    await lockViews(client);
    await client.query('drop table fleet.vehicle');
    const others = await client.query(
      "select from pg_depend where refclassid = 'pg_namespace'::regclass and refobjid = 'fleet'::regnamespace",
    );
    if (others.rowCount === 0) await client.query('drop schema fleet');
  });
}

/** Takes a run's vehicle out of the views, where it is in them: what they read could not be dropped otherwise. */
export async function leaveFleetViews(client: pg.Client, runs: readonly string[]): Promise<void> {
  if ((await ownSchema(client)) !== 'ours') return;
  await withTransaction(client, async () => {
    await lockViews(client);
    const left = await client.query('delete from fleet.vehicle where run = any($1::text[])', [runs]);
    if (left.rowCount !== 0) await rebuild(client);
  });
}

async function lockViews(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1::bigint)', [lockId('fleet views')]);
}

/** Whether there is a schema of the views' name, and whether it is one that we made and may trust. */
async function ownSchema(client: pg.Client): Promise<'none' | 'ours' | 'foreign'> {
  const { rows } = await client.query<{ ours: boolean }>(
    `select obj_description(n.oid, 'pg_namespace') is not distinct from $1::text
       and not exists (
         select from (
           select nspowner as owner from pg_namespace where oid = n.oid
           union all select relowner from pg_class where relnamespace = n.oid
           union all select proowner from pg_proc where pronamespace = n.oid
         ) o join pg_roles r on r.oid = o.owner
         where not (r.rolsuper or r.rolname = current_user
           or r.oid = (select datdba from pg_database where datname = current_database()))) as ours
     from pg_namespace n where n.nspname = 'fleet'`,
    [mark],
  );
  if (!rows[0]) return 'none';
  return rows[0].ours ? 'ours' : 'foreign';
}

/**
 * Makes the views of what is registered and there; one that would be the same again is left alone, since many branches
 * take the server seconds. Returns how many vehicles that is.
 */
async function rebuild(client: pg.Client): Promise<number> {
  await client.query(
    'delete from fleet.vehicle v where not exists (select from pg_namespace n where n.nspname = v.schema_name)',
  );
  const { rows: vehicles } = await client.query<{ vehicle: string; plate: string; schema: string }>(
    `select vehicle, plate, schema_name::text as schema from fleet.vehicle
     order by vehicle collate "C", schema_name::text collate "C"`,
  );
  const names = vehicles.map(({ schema }) => schema);
  for (const [view, table] of Object.entries(viewTables) as [ViewName, string][]) {
    const columns = await columnsOf(client, names, table);
    const common = columnsOfUnion(columns);
    const branches = branchesOf(vehicles, table, common, columns);
    const union = [...branches.values()].join('\nunion all\n');
    const digest = createHash('sha256').update(union).digest('hex');
    const place = `fleet.${quoteIdent(view)}`;
    const { rows } = await client.query<{ digest: string | null }>(
      `select obj_description(to_regclass($1::text), 'pg_class') as digest`,
      [place],
    );
    if (rows[0]?.digest === digest) continue;
    if (view === 'telemetry') await client.query(`drop function if exists ${oneVehicleName}`);
    await client.query(`drop view if exists ${place}`);
    if (branches.size === 0) continue;
    await client.query(`create view ${place} as ${union}`);
    await client.query(`comment on view ${place} is ${quoteLiteral(digest)}`);
    if (view === 'telemetry' && common.some(isTime)) await makeOneVehicle(client, branches);
  }
  return vehicles.length;
}

function isTime({ name, type }: TableColumn): boolean {
  return name === 'timestamp' && type === 'timestamp without time zone';
}

async function makeOneVehicle(client: pg.Client, branches: ReadonlyMap<string, string>): Promise<void> {
  await client.query(
    `update fleet.vehicle v set telemetry = b.sql
     from unnest($1::name[], $2::text[]) as b (name, sql) where v.schema_name = b.name`,
    [[...branches.keys()], [...branches.values()]],
  );
  await client.query(oneVehicle);
  await client.query(`revoke all on function ${oneVehicleName} from public`);
}

/** The columns of a table of that name in each of the schemas. */
async function columnsOf(
  client: pg.Client,
  schemas: readonly string[],
  table: string,
): Promise<Map<string, TableColumn[]>> {
  const { rows } = await client.query<TableColumn & { schema: string }>(
    `select n.nspname::text as schema, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
       t.typcollation <> 0 as collates
     from unnest($1::name[]) as s (name)
     join pg_namespace n on n.nspname = s.name
     join pg_class c on c.relnamespace = n.oid and c.relname = $2::name and c.relkind in ('r', 'p')
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     order by n.nspname collate "C", a.attnum`,
    [schemas, table],
  );
  return Map.groupBy(rows, ({ schema }) => schema);
}

/** What the views read of schemas that Citus has placed on a node, as `schema` and qualified `name`. */
async function placedTables(client: pg.Client): Promise<{ schema: string; name: string }[]> {
  const { rows: vehicles } = await client.query<{ schema: string }>(
    'select schema_name::text as schema from fleet.vehicle',
  );
  const placed = await distributed(
    client,
    vehicles.map(({ schema }) => schema),
  );
  if (placed.size === 0) return [];
  const { rows } = await client.query<{ schema: string; table: string }>(
    `select n.nspname::text as schema, c.relname::text as "table" from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1::name[]) and c.relname = any($2::name[]) and c.relkind in ('r', 'p') order by 1, 2`,
    [[...placed], Object.values(viewTables)],
  );
  return rows.map(({ schema, table }) => ({ schema, name: qualified(schema, table) }));
}

/**
 * Lets the readers' role read, and makes it where we may. A node of Citus asks for the rights of whoever asks, not for
 * those of the view's owner: there the role needs the tables' own.
 */
async function letRead(
  client: pg.Client,
  tables: Awaited<ReturnType<typeof placedTables>>,
): Promise<{ role: string | null; reason: string | null }> {
  const { rows } = await client.query<{ ours: boolean }>(
    `select shobj_description(oid, 'pg_authid') is not distinct from $2::text as ours
     from pg_roles where rolname = $1::name`,
    [fleetRole, mark],
  );
  try {
    await withTransaction(client, async () => {
      if (!rows[0]) {
        await client.query(`create role ${fleetRole} nologin`);
        await client.query(`comment on role ${fleetRole} is ${quoteLiteral(mark)}`);
      } else if (!rows[0].ours) throw new Error(`the role ${fleetRole} is somebody else's`);
      await client.query(`grant usage on schema fleet to ${fleetRole}`);
      await client.query(`grant select on all tables in schema fleet to ${fleetRole}`);
      await client.query(`grant execute on all functions in schema fleet to ${fleetRole}`);
      if (tables.length === 0) return;
      const schemas = [...new Set(tables.map(({ schema }) => quoteIdent(schema)))];
      await client.query(`grant usage on schema ${schemas.join(', ')} to ${fleetRole}`);
      await client.query(`grant select on ${tables.map(({ name }) => name).join(', ')} to ${fleetRole}`);
    });
    return { role: fleetRole, reason: null };
  } catch (error) {
    return { role: null, reason: (error as Error).message };
  }
}

/** Locks of a question that reads everything of the view that has most: each table, partition and index is one. */
async function locksOf(client: pg.Client): Promise<FleetViews['locks']> {
  const { rows } = await client.query<{ needed: string; room: string }>(
    `with tables as (
       select c.oid, c.relname from fleet.vehicle v
       join pg_namespace n on n.nspname = v.schema_name
       join pg_class c on c.relnamespace = n.oid and c.relname = any($1::name[]) and c.relkind in ('r', 'p')
     ), relations as (
       select relname, oid from tables
       union all select t.relname, i.inhrelid from tables t join pg_inherits i on i.inhparent = t.oid
     ), each as (
       select r.relname, count(distinct r.oid) + count(x.indexrelid) as n
       from relations r left join pg_index x on x.indrelid = r.oid group by 1
     )
     select coalesce(max(n), 0) as needed,
       current_setting('max_locks_per_transaction')::bigint
         * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) as room
     from each`,
    [Object.values(viewTables)],
  );
  const [row] = rows;
  return row ? { needed: Number(row.needed), room: Number(row.room) } : null;
}
