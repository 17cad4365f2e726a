import type { ClientBase } from 'pg';

/** Schema of the journal in the target. It travels with the data: what it says is the truth after a crash. */
export const journalSchema = 'autocore_migration';

/** Creates the journal's tables where they are missing. Runs from different runs share them. */
export async function createJournal(client: ClientBase): Promise<void> {
  await client.query(`
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
      primary key (run, seq)
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
  `);
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
  await client.query(
    `insert into autocore_migration.run (id, tool, source_sha256, plan_sha256, target_schema)
     values ($1::text, $2::text, $3::text, $4::text, $5::text)`,
    [run.id, run.tool, run.sourceSha256, run.planSha256, run.schema],
  );
}

/** The run as the target knows it, null when it does not (or when the target has no journal at all). */
export async function findRun(client: ClientBase, id: string): Promise<RunRow | null> {
  const there = await client.query(`select to_regclass('autocore_migration.run') is not null as there`);
  if (!there.rows[0]?.there) return null;
  const found = await client.query(
    `select id, tool, source_sha256 as "sourceSha256", plan_sha256 as "planSha256", target_schema as "schema"
     from autocore_migration.run where id = $1::text`,
    [id],
  );
  return (found.rows[0] as RunRow | undefined) ?? null;
}

/** A thing the run created, so that undoing drops exactly this. */
export interface CreatedObject {
  kind: string;
  name: string;
  parent: string | null;
}

/** Remembers a created object, in the transaction that creates it. */
export async function insertObject(client: ClientBase, run: string, object: CreatedObject): Promise<void> {
  await client.query(
    `insert into autocore_migration.object (run, kind, name, parent) values ($1::text, $2::text, $3::text, $4::text)`,
    [run, object.kind, object.name, object.parent],
  );
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
  await client.query(
    `insert into autocore_migration.chunk
       (run, source_table, part, seq, last_key, read, migrated, repaired, nulled, quarantined)
     values ($1::text, $2::text, $3::int, $4::int, $5::text, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint)`,
    [
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
  );
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
