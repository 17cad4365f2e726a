import type pg from 'pg';
import { citusVersion, timescaleVersion, transactionBetween } from './connect.ts';
import { inOneTrip, sendAll, transactionOf, transactionsOf } from './pipeline.ts';
import { notOfExtension, ofSchema, quoteLiteral } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';
import { isChunk } from './timescale.ts';

/** Whose tables of a schema are meant: others may keep their own there. */
export interface Whose {
  /** Names of the run's tables in the target. */
  tables: readonly string[];
  /** The application's role, which may have made tables of its own. */
  role: string | null;
}

/** Name of the trigger that refuses writes; it sorts before others, so that nothing of theirs happens first. */
const fenceTrigger = '!autocore_fence';
/**
 * The one beside it of a table whose rows are refused one by one: it refuses to empty it, and every statement on a
 * hypertable.
 */
const emptyTrigger = '!autocore_fence_truncate';
/** Both, for SQL. */
export const fenceTriggers = [fenceTrigger, emptyTrigger];

/** Milliseconds that the fence waits for transactions that are still writing. */
const patience = 10_000;

/**
 * Keeps every writer out of the run's tables and the application's own (and their partitions, wherever they lie): they
 * refuse INSERT, UPDATE, DELETE
 * and TRUNCATE, of owners and superusers too, until `lowerFence`. A revoked right would stop neither, and a lock ends
 * with its session: what waited for it would be written after the way back, where nobody reads it any more.
 *
 * The locks that CREATE TRIGGER takes wait for every transaction that has written
 * (https://www.postgresql.org/docs/current/explicit-locking.html), so when this returns true, all there will ever be is
 * committed. Can be done again: tables that came in between are fenced too.
 *
 * @returns false when a writer does not come to its end in time. Nothing is changed then.
 */
export async function raiseFence(
  client: pg.Client,
  schema: string,
  run: string,
  whose: Whose,
): Promise<boolean> {
  try {
    await transactionBetween(
      client,
      [
        () => client.query(`set local lock_timeout = ${patience}`),
        () => tablesOf(client, schema, run, whose),
        ...[...unsafely(client), refuseWrite].map((sql) => () => client.query(sql)),
      ],
      async ([, tables]) => ({ last: tables.flatMap((table) => raised(table, run)), result: null }),
    );
    return true;
  } catch (error) {
    if (!isInTheWay(error)) throw error;
    return false;
  }
}

function raised({ name, state, byRow, chunked }: Fenced, run: string): string[] {
  // None of these waits for readers; to drop a trigger does, and everybody else behind it.
  const on = switched(name, 'enable always', byRow);
  // Chunks that came since have the trigger as it is made, which a session in the role of a replica passes.
  if (state === 'up') return chunked ? on : [];
  if (chunked) return [...onHypertable(name, run, ''), ...on];
  if (state === 'ours') return on;
  const made = (trigger: string, events: string, each: string) =>
    `create trigger "${trigger}" before ${events} on ${name}
    for each ${each} execute function autocore_migration.refuse_write(${quoteLiteral(run)})`;
  // What Citus has placed is written to on its node, where triggers of rows alone are; it is emptied here first.
  const triggers = byRow
    ? [made(fenceTrigger, writes, 'row'), made(emptyTrigger, 'truncate', 'statement')]
    : [made(fenceTrigger, `${writes} or truncate`, 'statement')];
  return [...(state === 'another' ? dropped(name, byRow) : []), ...triggers, ...on];
}

const writes = 'insert or update or delete';

/**
 * The triggers of a hypertable, made or made anew. TimescaleDB has that of rows on each chunk, and takes no other there;
 * that of statements is met before a chunk is made for a row.
 * @param when condition on which they refuse
 */
function onHypertable(name: string, run: string, when: string): string[] {
  const made = (trigger: string, events: string, each: string) =>
    `create or replace trigger "${trigger}" before ${events} on ${name}
    for each ${each} ${when} execute function autocore_migration.refuse_write(${quoteLiteral(run)})`;
  return [made(fenceTrigger, writes, 'row'), made(emptyTrigger, `${writes} or truncate`, 'statement')];
}

/**
 * What makes the triggers of a table let everybody through, without a wait for readers. A trigger that is off does
 * nothing, but on each chunk to come TimescaleDB would make it anew, and switched on: on a hypertable it is told to
 * refuse nothing, which the copies say too.
 */
function opened({ name, byRow, chunked }: Fenced): string[] {
  return chunked ? onHypertable(name, '', 'when (false)') : switched(name, 'disable', byRow);
}

function switched(name: string, how: 'enable always' | 'disable', byRow: boolean): string[] {
  return triggersOf(byRow).map((trigger) => `alter table ${name} ${how} trigger "${trigger}"`);
}

function dropped(name: string, byRow: boolean): string[] {
  return triggersOf(byRow).map((trigger) => `drop trigger if exists "${trigger}" on ${name}`);
}

function triggersOf(byRow: boolean): string[] {
  return byRow ? fenceTriggers : [fenceTrigger];
}

/** Citus takes triggers on what it has placed from whoever says that he knows what they do: these read nothing but a setting. */
function unsafely(client: pg.ClientBase): string[] {
  return citusVersion(client) === null ? [] : ['set local citus.enable_unsafe_triggers = on'];
}

/** Somebody holds what a statement waits for. */
function isInTheWay(error: unknown): boolean {
  const state = sqlstateOf(error);
  return state === sqlstate.lockNotAvailable || state === sqlstate.deadlockDetected;
}

/** Lets writers in again. Nothing happens where there is no fence. */
export async function lowerFence(client: pg.Client, schema: string): Promise<void> {
  const tables = (await tablesOf(client, schema)).filter(({ state }) => state !== 'none');
  const up = tables.filter(({ state }) => state === 'up');
  const [, gone] = await inOneTrip(client, [
    () => transactionOf(client, [...unsafely(client), ...up.flatMap(opened)]),
    // Where somebody reads they stay, and refuse nothing.
    () =>
      transactionsOf(
        client,
        tables.map(({ name, byRow }) => [
          'set local lock_timeout = 200',
          ...unsafely(client),
          ...dropped(name, byRow),
        ]),
      ),
  ]);
  for (const each of gone) {
    if (each.status === 'rejected' && !isInTheWay(each.reason)) throw each.reason;
  }
}

/** Takes the fence away altogether, in the caller's transaction. */
export async function dropFence(client: pg.Client, schema: string): Promise<void> {
  const tables = (await tablesOf(client, schema)).filter(({ state }) => state !== 'none');
  if (tables.length === 0) return;
  await sendAll(client, [...unsafely(client), ...tables.flatMap(({ name, byRow }) => dropped(name, byRow))]);
}

/** True while these tables refuse writes. Others may have come since the fence was raised. */
export async function isFenced(
  client: pg.ClientBase,
  schema: string,
  names: readonly string[],
): Promise<boolean> {
  const own = new Set(names);
  const tables = (await tablesOf(client, schema)).filter((table) => own.has(table.own ?? ''));
  return tables.length > 0 && tables.every(({ state }) => state === 'up');
}

/** Lets one of our own sessions through the fence of its run: what it writes is the run's, not the application's. */
export async function passFence(client: pg.ClientBase, run: string): Promise<void> {
  await client.query('select pg_catalog.set_config($1::text, $2::text, false)', [pass, run]);
  if (citusVersion(client) === null) return;
  passes.set(client, run);
  await client.query('set citus.propagate_set_commands = local');
}

/** Sessions that pass on the coordinator: other nodes learn it with each transaction. */
const passes = new WeakMap<pg.ClientBase, string>();

/** What lets a transaction through on the nodes of Citus, where the session passes; to be sent at its beginning. */
export function passHere(client: pg.ClientBase): string[] {
  const run = passes.get(client);
  return run === undefined ? [] : [`set local ${pass} = ${quoteLiteral(run)}`];
}

/** Setting of a session that may write all the same. No protection against somebody who means it. */
const pass = 'autocore_migrate.run';

/**
 * `always`: also where a session takes the role of a replica. The code says `read-only transaction`, which drivers and
 * pools know as final.
 */
const refuseWrite = `
  create or replace function autocore_migration.refuse_write() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if current_setting('${pass}', true) = tg_argv[0] then
      -- looked at where rows are refused, not statements
      return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception using errcode = '25006',
      message = 'AutoCore Migrate (run ' || tg_argv[0] || ') keeps this database as it is: the application is moving to or from SQLite, or has gone back to it',
      hint = 'Restart the application, so that it reads its settings again.';
  end $$`;

interface Fenced {
  /** Quoted and with its schema. */
  name: string;
  /** Its plain name where it lies in the schema itself. */
  own: string | null;
  /** `ours` and `another`: lets writers through, of this run or of another one. */
  state: 'none' | 'up' | 'ours' | 'another';
  /** Its rows are refused, not statements: Citus has placed it on a node, or it is a hypertable with its chunks. */
  byRow: boolean;
  /** It is a hypertable. */
  chunked: boolean;
}

/**
 * Tables of the schema with all their partitions and children, by oid: the same order each time, against deadlocks.
 * What an extension brought is its own; without `whose`, those of everybody else are among them. Of what Citus has placed
 * on a node the partitions follow their table, and are not among them, nor are the chunks of a hypertable.
 */
async function tablesOf(
  client: pg.ClientBase,
  schema: string,
  run = '',
  whose: Whose | null = null,
): Promise<Fenced[]> {
  const placed =
    citusVersion(client) === null
      ? 'false'
      : 'exists (select from pg_catalog.pg_dist_partition d where d.logicalrelid = c.oid)';
  const chunked =
    timescaleVersion(client) === null
      ? 'false'
      : `exists (select from timescaledb_information.hypertables h
          where h.hypertable_schema = n.nspname and h.hypertable_name = c.relname)`;
  const { rows } = await client.query<Fenced>(
    `with recursive found (oid) as (
       select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1::pg_catalog.name and ${ofSchema('pg_class', 'c.oid', '$1')}
         and c.relkind in ('r', 'p') and ${notOfExtension('pg_class', 'c.oid')}
         and ($5::pg_catalog.text[] is null or c.relname = any($5::pg_catalog.text[])
           or pg_catalog.has_table_privilege(c.oid, 'TRIGGER') and (c.relowner = (select r.oid from pg_catalog.pg_roles r where r.rolname = current_user)
             or pg_catalog.pg_get_userbyid(c.relowner) = $6::pg_catalog.name
             or c.relowner in (select o.relowner from pg_catalog.pg_class o
               where o.relnamespace = c.relnamespace and o.relname = any($5::pg_catalog.text[]))))
       union
       select i.inhrelid from pg_catalog.pg_inherits i join found f on f.oid = i.inhparent
       join pg_catalog.pg_class c on c.oid = i.inhrelid where c.relkind in ('r', 'p'))
     select pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
       case when n.nspname = $1::pg_catalog.name then c.relname::pg_catalog.text end as own,
       case when t.oid is null then 'none'
         when t.tgenabled = 'A' and t.tgqual is null
           and (t.tgargs = $3::pg_catalog.bytea or $4::pg_catalog.text = '') then 'up'
         when t.tgenabled <> 'A' and t.tgargs = $3::pg_catalog.bytea then 'ours' else 'another' end as state,
       (${placed} or ${chunked}) as "byRow", ${chunked} as chunked
     from found f join pg_catalog.pg_class c on c.oid = f.oid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_trigger t on t.tgrelid = c.oid and t.tgname = $2::pg_catalog.name
     where not (c.relispartition and ${placed}) and not ${isChunk(client, 'c')}
     order by c.oid`,
    // Arguments of a trigger end with a zero byte each.
    [schema, fenceTrigger, Buffer.from(`${run}\0`), run, whose?.tables ?? null, whose?.role ?? null],
  );
  return rows;
}
