import type { ClientBase } from 'pg';
import { lockJournal, requireOwnJournal } from './journal-guard.ts';
import { inOneTrip, sendAll } from './pipeline.ts';
import type { Query } from './sql.ts';

/** Schema of the journal in the target. It travels with the data: what it says is the truth after a crash. */
export const journalSchema = 'autocore_migration';

/** The journal's tables, where they are missing. */
export const journalTables = `
  create schema if not exists autocore_migration;
  create table if not exists autocore_migration.run (
    id text collate "C" primary key,
    tool text not null,
    source_sha256 text not null,
    plan_sha256 text not null,
    target_schema text not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz
  );
  create table if not exists autocore_migration.object (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    seq bigint generated always as identity,
    kind text not null,
    name text not null,
    parent text,
    -- what it is for the server: a thing of the same name that somebody else made is another one
    oid oid,
    primary key (run, seq)
  );
  create table if not exists autocore_migration.part (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    source_table text collate "C" not null,
    part integer not null,
    after_key text,
    up_to_key text,
    rows bigint not null,
    primary key (run, source_table, part)
  );
  create table if not exists autocore_migration.chunk (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    source_table text collate "C" not null,
    part integer not null,
    seq integer not null,
    last_key text not null,
    read bigint not null,
    migrated bigint not null,
    repaired bigint not null,
    nulled bigint not null,
    quarantined bigint not null,
    done_at timestamptz not null default now(),
    primary key (run, source_table, part, seq)
  );
  create table if not exists autocore_migration.exception (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    id bigint generated always as identity,
    source_table text collate "C" not null,
    column_name text,
    action text not null,
    code text not null,
    reason text not null,
    read_key text collate "C" not null,
    record text not null,
    primary key (run, id)
  );
  create table if not exists autocore_migration.adopted (
    run text collate "C" not null references autocore_migration.run on delete cascade,
    seq bigint generated always as identity,
    source_table text collate "C" not null,
    -- same: equal to the source's; changed: had other values; kept: not touched; replaced: taken out
    kind text not null,
    -- the source's row of the same key, as the load reads it
    read_key text collate "C",
    -- the row as it was, as a line of COPY: the columns that are compared, and all that can be written
    seen text not null,
    was text not null,
    primary key (run, seq)
  );
`;

/**
 * Creates the journal's tables where they are missing, in the caller's transaction. All runs into a database share them.
 * @throws AppError target.foreignJournal {owner}
 */
export async function createJournal(client: ClientBase): Promise<void> {
  await holdJournal(client);
  await client.query(journalTables);
}

/**
 * Keeps the journal for the caller's transaction, in which a run is to be added.
 * @throws AppError target.foreignJournal {owner}
 */
export async function holdJournal(client: ClientBase): Promise<void> {
  await inOneTrip(client, [() => lockJournal(client), () => requireOwnJournal(client, 'add')]);
}

export interface RunRow {
  id: string;
  tool: string;
  sourceSha256: string;
  planSha256: string;
  schema: string;
}

/** Announces a run; everything the run creates or loads refers to this row. */
export async function insertRun(client: ClientBase, run: RunRow): Promise<void> {
  await sendAll(client, newRun(run));
}

/** What `insertRun` does. */
export function newRun(run: RunRow): Query[] {
  return [
    {
      text: `insert into autocore_migration.run (id, tool, source_sha256, plan_sha256, target_schema)
     values ($1::text, $2::text, $3::text, $4::text, $5::text)`,
      values: [run.id, run.tool, run.sourceSha256, run.planSha256, run.schema],
    },
    // In a database that was restored from a dump everything has another number: also this.
    newObject(run.id, journalSchema, { kind: 'journal', name: 'object', parent: null }),
  ];
}

/** Connections whose database has a journal that may be read: nothing has to be asked before it is. */
const met = new WeakSet<ClientBase>();

/**
 * True where the journal is there, for whoever wants to read it. Asked once a connection.
 * @throws AppError target.foreignJournal {owner}
 */
export async function hasJournal(client: ClientBase): Promise<boolean> {
  if (met.has(client)) return true;
  const [, there] = await inOneTrip(client, [
    () => requireOwnJournal(client, 'read'),
    () =>
      client.query<{ there: boolean }>(
        `select to_regclass('autocore_migration.run') is not null
           and to_regclass('autocore_migration.object') is not null as there`,
      ),
  ]);
  if (!there.rows[0]?.there) return false;
  // What a transaction has made may be gone after it.
  if (client.getTransactionStatus() === 'I') met.add(client);
  return true;
}

/** To be said by whoever drops the journal. */
export function forgetJournal(client: ClientBase): void {
  met.delete(client);
}

/**
 * The run as the target knows it, null when it does not (or when the target has no journal at all).
 * @throws AppError target.foreignJournal {owner}
 */
export async function findRun(client: ClientBase, id: string): Promise<RunRow | null> {
  if (!(await hasJournal(client))) return null;
  const found = await client.query(
    `select id, tool, source_sha256 as "sourceSha256", plan_sha256 as "planSha256", target_schema as "schema"
     from autocore_migration.run where id = $1::text`,
    [id],
  );
  return (found.rows[0] as RunRow | undefined) ?? null;
}

/** True when the run that the target knows has come to its end there. */
export async function isFinished(client: ClientBase, id: string): Promise<boolean> {
  const { rows } = await client.query<{ finished: boolean }>(
    'select finished_at is not null as finished from autocore_migration.run where id = $1::text',
    [id],
  );
  return rows[0]?.finished ?? false;
}

/** Says that a run has come to its end. */
export function finishRun(run: string): Query {
  return {
    text: 'update autocore_migration.run set finished_at = now() where id = $1::text',
    values: [run],
  };
}

/** Runs whose tables were moved from one schema to another go with them. */
export async function moveRuns(client: ClientBase, from: string, to: string, but: string): Promise<void> {
  await client.query(
    `update autocore_migration.run set target_schema = $2::text
     where target_schema = $1::text and id <> $3::text`,
    [from, to, but],
  );
}

/** A thing the run created, so that undoing drops exactly this. */
export interface CreatedObject {
  kind: string;
  name: string;
  parent: string | null;
}

/** Where the catalogue has the things that are dropped by themselves; $1 is the schema, $2 the name. */
const relation = `to_regclass(format('%I.%I', $1::text, $2::text))`;
const oidOf: Record<string, string> = {
  table: relation,
  view: relation,
  adopted: relation,
  stood: relation,
  journal: relation,
  schema: 'to_regnamespace(quote_ident($2::text))',
  extension: '(select e.oid from pg_extension e where e.extname::text = $2::text)',
  // Our newest: others may have functions of the same name.
  function: `(select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      join pg_roles r on r.oid = p.proowner
    where n.nspname = $1::text and p.proname = $2::text and r.rolname = current_user order by p.oid desc limit 1)`,
};

/** Remembers a created object, in the transaction that creates it. */
export async function insertObject(
  client: ClientBase,
  run: string,
  schema: string,
  object: CreatedObject,
): Promise<void> {
  await client.query(newObject(run, schema, object));
}

/** What `insertObject` does. */
export function newObject(run: string, schema: string, object: CreatedObject): Query {
  const oid = oidOf[object.kind] ?? 'null';
  return {
    // Also a kind that needs no schema must give its parameter a type.
    text: `insert into autocore_migration.object (run, kind, name, parent, oid)
     select $3::text, $4::text, $2::text, $5::text, ${oid}::oid from (select $1::text) as _`,
    values: [schema, object.name, run, object.kind, object.parent],
  };
}

/** What the run created, in the order of creation. */
export async function createdObjects(client: ClientBase, run: string): Promise<CreatedObject[]> {
  const found = await client.query(
    `select kind, name, parent from autocore_migration.object where run = $1::text order by seq`,
    [run],
  );
  return found.rows as CreatedObject[];
}

export interface ChunkCounts {
  read: number;
  migrated: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

export interface ChunkRow extends ChunkCounts {
  table: string;
  part: number;
  seq: number;
  lastKey: string;
}

/** Says that a chunk is done, in the transaction that loads it. */
export async function insertChunk(client: ClientBase, run: string, chunk: ChunkRow): Promise<void> {
  await client.query(newChunk(run, chunk));
}

/** What says of a table that a catch-up changed its account: a part of its own, whose sums may fall. */
export function newCatchUp(run: string, table: string, counts: ChunkCounts): Query {
  const { read, migrated, repaired, nulled, quarantined } = counts;
  return {
    text: `insert into autocore_migration.chunk
       (run, source_table, part, seq, last_key, read, migrated, repaired, nulled, quarantined)
     select $1::text, $2::text, -1, coalesce(max(seq), 0) + 1, '[]', $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint
     from autocore_migration.chunk where run = $1::text and source_table = $2::text and part = -1`,
    values: [run, table, read, migrated, repaired, nulled, quarantined],
  };
}

/** What `insertChunk` does. */
export function newChunk(run: string, chunk: ChunkRow): Query {
  return {
    text: `insert into autocore_migration.chunk
       (run, source_table, part, seq, last_key, read, migrated, repaired, nulled, quarantined)
     values ($1::text, $2::text, $3::int, $4::int, $5::text, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint)`,
    values: [
      run,
      chunk.table,
      chunk.part,
      chunk.seq,
      chunk.lastKey,
      chunk.read,
      chunk.migrated,
      chunk.repaired,
      chunk.nulled,
      chunk.quarantined,
    ],
  };
}

/** Last chunk and sums per table and part: where each part goes on. */
export interface PartState extends ChunkCounts {
  table: string;
  part: number;
  seq: number;
  lastKey: string;
}

export async function partStates(client: ClientBase, run: string): Promise<PartState[]> {
  const found = await client.query(
    `select source_table as "table", part, max(seq) as seq, (array_agg(last_key order by seq desc))[1] as "lastKey",
       sum(read) as read, sum(migrated) as migrated, sum(repaired) as repaired,
       sum(nulled) as nulled, sum(quarantined) as quarantined
     from autocore_migration.chunk where run = $1::text group by 1, 2`,
    [run],
  );
  // Numbers arrive as text (types.ts).
  return (found.rows as Record<keyof PartState, string>[]).map((row) => ({
    table: row.table,
    part: Number(row.part),
    seq: Number(row.seq),
    lastKey: row.lastKey,
    read: Number(row.read),
    migrated: Number(row.migrated),
    repaired: Number(row.repaired),
    nulled: Number(row.nulled),
    quarantined: Number(row.quarantined),
  }));
}

/** A range of a table that one connection loads. Keys as `keyText` writes them, null at the ends of the table. */
export interface PartRow {
  table: string;
  part: number;
  after: string | null;
  upTo: string | null;
  rows: number;
}

/** How far the load of a run is. */
export interface Loaded {
  states: PartState[];
  /** Parts of the run as they were when it began to load, because their chunks mean something within them alone; empty before. */
  parts: PartRow[];
}

export async function loadedOf(client: ClientBase, run: string): Promise<Loaded> {
  const [states, parts] = await inOneTrip(client, [
    () => partStates(client, run),
    () => readParts(client, run),
  ]);
  return { states, parts };
}

/** What says of all parts of a run where they begin and end: one statement, so that all are known, or none. */
export function newParts(run: string, parts: PartRow[]): Query {
  const column = <K extends keyof PartRow>(name: K) => parts.map((part) => part[name]);
  return {
    text: `insert into autocore_migration.part (run, source_table, part, after_key, up_to_key, rows)
     select $1::text, * from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[])`,
    values: [run, column('table'), column('part'), column('after'), column('upTo'), column('rows')],
  };
}

async function readParts(client: ClientBase, run: string): Promise<PartRow[]> {
  const found = await client.query(
    `select source_table as "table", part, after_key as "after", up_to_key as "upTo", rows
     from autocore_migration.part where run = $1::text order by rows desc, source_table, part`,
    [run],
  );
  return (found.rows as (PartRow & { rows: string | number })[]).map((row) => ({
    ...row,
    rows: Number(row.rows),
  }));
}
