import pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { movableObjects, moveObjects, renameBack } from './aside.ts';
import { distributed } from './citus.ts';
import { withTransaction } from './connect.ts';
import { type Droppable, droppable } from './droppable.ts';
import { ownExtensions } from './extension.ts';
import { dropFence } from './fence.ts';
import { findRun, forgetJournal, moveRuns } from './journal.ts';
import { lockJournal } from './journal-guard.ts';
import { holdOffLive, requireNoneLive } from './live.ts';
import { quoteIdent } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';
import { dropInTurns, type Turns } from './undo-turns.ts';
import { moveUpkeep } from './upkeep.ts';

/** What undoing a run does, or would do; objects as `kind name`. */
export interface Undone {
  dropped: string[];
  /** What the run had moved aside and is back where it was. */
  broughtBack: string[];
  /** Rows that went out of tables the application had made, and rows that it got back, by table. */
  takenOut: TableRows[];
  givenBack: TableRows[];
}

export interface TableRows {
  table: string;
  rows: number;
}

/** Takes the run's rows out of tables that the application made, in the transaction of the undoing. */
export type TakeOut = (client: pg.Client) => Promise<{ removed: TableRows[]; restored: TableRows[] }>;

/** What `undo` would do. @throws AppError target.live {live, schema, since} as `undo` would. */
export async function undoList(client: pg.ClientBase, run: string, since: string | null): Promise<Undone> {
  const objects = await droppable(client, run);
  const settings = await settingsOf(client, run);
  const extensions = await ownExtensions(client, run);
  const moved = await asideOf(client, run);
  await requireNoneLive(client, await touched(client, run, objects, moved), { run, since });
  return {
    dropped: labels(objects, extensions, settings),
    broughtBack: moved ? await movableObjects(client, moved.from) : [],
    ...(await adoptedRows(client, run)),
  };
}

/** What taking the run's rows out of the application's tables would do, by the journal. */
async function adoptedRows(
  client: pg.ClientBase,
  run: string,
): Promise<Pick<Undone, 'takenOut' | 'givenBack'>> {
  const there = await client.query(`select to_regclass('autocore_migration.adopted') is not null as there`);
  // Journals of earlier versions have none.
  if (!there.rows[0]?.there) return { takenOut: [], givenBack: [] };
  const { rows } = await client.query<{ table: string; out: string; back: string }>(
    `select o.name as "table",
       (select coalesce(sum(c.migrated), 0) from autocore_migration.chunk c
         where c.run = o.run and c.source_table = o.parent)
       - (select count(*) from autocore_migration.adopted a
           where a.run = o.run and a.source_table = o.parent and a.kind in ('same', 'changed')) as out,
       (select count(*) from autocore_migration.adopted a
         where a.run = o.run and a.source_table = o.parent and a.kind in ('changed', 'replaced')) as back
     from autocore_migration.object o where o.run = $1::text and o.kind = 'taken' order by o.seq`,
    [run],
  );
  const of = (name: 'out' | 'back') =>
    rows.map((row) => ({ table: row.table, rows: Number(row[name]) })).filter((row) => row.rows > 0);
  return { takenOut: of('out'), givenBack: of('back') };
}

/**
 * Drops exactly what the run created and brings back what it had moved aside; then its part of the journal goes, and the
 * journal itself when no other run is in it. What others put into the schema stays. All of it is one transaction, unless
 * the server has no room to lock so much at once: then tables go in turns before it (undo-turns.ts), and after a stop
 * the same call goes on.
 * @param turns `since`: where going live stopped before any file was written.
 * @throws AppError run.notUndoable {run, reason} when others built upon it, or took the names of what would come back,
 *   target.live {live, schema, since} when the application works with what would be dropped or moved; nothing is
 *   changed then, by the transaction that says so.
 */
export async function undo(client: pg.Client, turns: Turns, takeOut: TakeOut | null = null): Promise<Undone> {
  const { run, since } = turns;
  try {
    const gone = await dropInTurns(client, turns);
    const rest = await withTransaction(client, () => undoAll(client, run, since, takeOut));
    return { ...rest, dropped: [...gone, ...rest.dropped] };
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
  'function if exists autocore_migration.maintain_partitions(integer, interval, name)',
  ...['partitioned', 'adopted', 'exception', 'chunk', 'part', 'object', 'run'].map(
    (name) => `table if exists autocore_migration.${name}`,
  ),
];

async function undoAll(
  client: pg.Client,
  run: string,
  since: string | null,
  takeOut: TakeOut | null,
): Promise<Undone> {
  // A run that begins meanwhile needs the journal that would be dropped.
  await lockJournal(client);
  const objects = await droppable(client, run);
  const moved = await asideOf(client, run);
  await holdOffLive(client, await touched(client, run, objects, moved), { run, since });
  const own = await findRun(client, run);
  if (own) await dropFence(client, own.schema);
  const taken = takeOut ? await takeOut(client) : { removed: [], restored: [] };
  const of = (kind: Droppable['kind']) =>
    objects.filter((o) => o.kind === kind && !o.alone).map((o) => o.name);
  // Each kind at once: tables may refer to each other in a circle. Indexes need the functions.
  for (const kind of ['view', 'table', 'function'] as const) {
    const names = of(kind);
    if (kind === 'table')
      for (const { name } of objects.filter((o) => o.alone)) await client.query(`drop table ${name}`);
    if (names.length > 0) await client.query(`drop ${kind} ${names.join(', ')}`);
  }
  const extensions = await ownExtensions(client, run);
  // Somebody else's table may have a column of its type by now.
  for (const name of extensions) await dropUnused(client, `extension ${quoteIdent(name)}`);
  const settings = await settingsOf(client, run);
  for (const name of settings) await resetSetting(client, name);
  await client.query('delete from autocore_migration.run where id = $1::text', [run]);
  const broughtBack = moved ? await bringBack(client, moved, run) : [];
  for (const name of of('schema')) await dropEmpty(client, name);
  const others = await client.query('select count(*) as n from autocore_migration.run');
  if (Number(others.rows[0].n) === 0) {
    forgetJournal(client);
    for (const object of journalObjects) await client.query(`drop ${object}`);
    await dropUnused(client, 'function if exists autocore_migration.refuse_write()');
    await dropEmpty(client, 'autocore_migration');
  }
  const dropped = labels(objects, extensions, settings);
  return { dropped, broughtBack, takenOut: taken.removed, givenBack: taken.restored };
}

/** What is dropped, as the list says it; a schema and an extension only where nobody else uses them. */
function labels(objects: readonly Droppable[], extensions: string[], settings: string[]): string[] {
  return [
    ...objects.map((o) => o.label),
    ...extensions.map((name) => `extension ${name}`),
    ...settings.map((name) => `setting ${name}`),
  ];
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

/** Every schema in which something is dropped, or from or to which something is moved. */
async function touched(
  client: pg.ClientBase,
  run: string,
  objects: readonly Droppable[],
  moved: Aside | null,
): Promise<string[]> {
  const own = (await findRun(client, run))?.schema;
  const all = [own, moved?.from, moved?.to, ...objects.map(({ schema }) => schema)];
  return [...new Set(all.filter((name) => name != null))];
}

interface Aside {
  from: string;
  to: string;
}

async function bringBack(client: pg.Client, { from, to }: Aside, run: string): Promise<string[]> {
  const isPlaced = (await distributed(client, [from])).has(from);
  const moved = isPlaced ? await renameBack(client, from, to) : await moveObjects(client, from, to);
  await moveUpkeep(client, from, to);
  await moveRuns(client, from, to, run);
  if (!isPlaced) await dropEmpty(client, quoteIdent(from));
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
  await dropUnused(client, `schema ${name}`);
}

/** Drops what nothing depends on; otherwise it stays. */
async function dropUnused(client: pg.Client, object: string): Promise<void> {
  await client.query('savepoint unused');
  try {
    await client.query(`drop ${object}`);
  } catch (error) {
    if (sqlstateOf(error) !== sqlstate.dependentObjects) throw error;
    await client.query('rollback to savepoint unused');
  }
}
