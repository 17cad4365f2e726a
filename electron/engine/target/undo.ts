import pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { movableObjects, moveObjects } from './aside.ts';
import { withTransaction } from './connect.ts';
import { moveRuns } from './journal.ts';
import { quoteIdent } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';
import { moveUpkeep } from './upkeep.ts';

/** What undoing a run does, or would do; objects as `kind name`. */
export interface Undone {
  dropped: string[];
  /** What the run had moved aside and is back where it was. */
  broughtBack: string[];
}

interface Droppable {
  kind: 'view' | 'table' | 'function' | 'schema';
  /** Where it is now, quoted and with its schema. */
  name: string;
  label: string;
}

/** What `undo` would do. */
export async function undoList(client: pg.ClientBase, run: string): Promise<Undone> {
  const objects = await droppable(client, run);
  const settings = await settingsOf(client, run);
  const moved = await asideOf(client, run);
  return {
    dropped: [...objects.map((o) => o.label), ...settings.map((name) => `setting ${name}`)],
    broughtBack: moved ? await movableObjects(client, moved.from) : [],
  };
}

/**
 * Drops exactly what the run created and brings back what it had moved aside, in one transaction; then its part of the
 * journal goes, and the journal itself when no other run is in it. What others put into the schema stays.
 * @throws AppError run.notUndoable {run, reason} when others built upon it, or took the names of what would come back;
 *   nothing is changed then.
 */
export async function undo(client: pg.Client, run: string): Promise<Undone> {
  try {
    return await withTransaction(client, () => undoAll(client, run));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !inTheWay.has(sqlstateOf(error) ?? '')) throw error;
    const reason = [error.message, error.detail].filter(Boolean).join(': ');
    throw new AppError('run.notUndoable', { run, reason }, { cause: error });
  }
}

const inTheWay: ReadonlySet<string> = new Set([
  sqlstate.dependentObjects,
  sqlstate.duplicateTable,
  sqlstate.duplicateFunction,
  sqlstate.duplicateObject,
]);

/** What the journal consists of, in an order in which it can be dropped; anything else there is somebody's own. */
const journalObjects = [
  'function if exists autocore_migration.maintain_partitions(integer, interval)',
  ...['partitioned', 'exception', 'chunk', 'part', 'object', 'run'].map(
    (name) => `table if exists autocore_migration.${name}`,
  ),
];

async function undoAll(client: pg.Client, run: string): Promise<Undone> {
  const objects = await droppable(client, run);
  const of = (kind: Droppable['kind']) => objects.filter((o) => o.kind === kind).map((o) => o.name);
  // Each kind at once: tables may refer to each other in a circle. Indexes need the functions.
  for (const kind of ['view', 'table', 'function'] as const) {
    const names = of(kind);
    if (names.length > 0) await client.query(`drop ${kind} ${names.join(', ')}`);
  }
  const settings = await settingsOf(client, run);
  for (const name of settings) await resetSetting(client, name);
  const moved = await asideOf(client, run);
  await client.query('delete from autocore_migration.run where id = $1::text', [run]);
  const broughtBack = moved ? await bringBack(client, moved, run) : [];
  for (const name of of('schema')) await dropEmpty(client, name);
  const others = await client.query('select count(*) as n from autocore_migration.run');
  if (Number(others.rows[0].n) === 0) {
    for (const object of journalObjects) await client.query(`drop ${object}`);
    await dropEmpty(client, 'autocore_migration');
  }
  const dropped = [...objects.map((o) => o.label), ...settings.map((name) => `setting ${name}`)];
  return { dropped, broughtBack };
}

/** Settings of the database that were made because they helped. */
async function settingsOf(client: pg.ClientBase, run: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from autocore_migration.object where run = $1::text and kind = 'setting' order by seq desc`,
    [run],
  );
  return rows.map((row) => row.name);
}

async function resetSetting(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database()::text as name');
  await client.query(`alter database ${quoteIdent(rows[0]?.name ?? '')} reset ${quoteIdent(name)}`);
}

interface Aside {
  from: string;
  to: string;
}

async function bringBack(client: pg.Client, { from, to }: Aside, run: string): Promise<string[]> {
  const moved = await moveObjects(client, from, to);
  await moveUpkeep(client, from, to);
  await moveRuns(client, from, to, run);
  await dropEmpty(client, quoteIdent(from));
  return moved;
}

/** Where the run put what had been in its schema, when that is still there. */
async function asideOf(client: pg.ClientBase, run: string): Promise<Aside | null> {
  const found = await client.query<Aside>(
    `select o.name as "from", r.target_schema as "to"
     from autocore_migration.object o join autocore_migration.run r on r.id = o.run
     where o.run = $1::text and o.kind = 'aside' and to_regnamespace(quote_ident(o.name)) is not null`,
    [run],
  );
  return found.rows[0] ?? null;
}

/** Drops a schema, unless somebody keeps something in it. */
async function dropEmpty(client: pg.Client, name: string): Promise<void> {
  await client.query('savepoint empty_schema');
  try {
    await client.query(`drop schema ${name}`);
  } catch (error) {
    if (sqlstateOf(error) !== sqlstate.dependentObjects) throw error;
    await client.query('rollback to savepoint empty_schema');
  }
}

/**
 * Created objects that are still there, newest first, by what they are for the server: they may have been moved or
 * renamed since, and another thing may have their name. Keys, indexes and partitions go with their table.
 */
async function droppable(client: pg.ClientBase, run: string): Promise<Droppable[]> {
  const found = await client.query<Droppable>(
    `select o.kind, coalesce(c.oid::regclass::text, p.oid::regprocedure::text, n.oid::regnamespace::text) as name,
       o.kind || ' ' || o.name as label
     from autocore_migration.object o
     left join pg_class c on c.oid = o.oid and o.kind in ('table', 'view')
     left join pg_proc p on p.oid = o.oid and o.kind = 'function'
     left join pg_namespace n on n.oid = o.oid and o.kind = 'schema'
     where o.run = $1::text and coalesce(c.oid, p.oid, n.oid) is not null
       and (o.kind <> 'table' or o.parent = o.name)
     order by o.seq desc`,
    [run],
  );
  return found.rows;
}
