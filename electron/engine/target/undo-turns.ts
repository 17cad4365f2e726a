import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { withTransaction } from './connect.ts';
import { type Droppable, droppable } from './droppable.ts';
import { lockJournal } from './journal-guard.ts';
import { holdOffLive } from './live.ts';
import { isChunk } from './timescale.ts';

/** What dropping in turns asks of whoever undoes. */
export interface Turns {
  run: string;
  /** The mark of its own that the run's folder knows of. */
  since: string | null;
  signal?: AbortSignal | undefined;
  /** Told of each turn that is committed. */
  onTurn?: (labels: string[]) => void;
}

/**
 * Drops tables and views of the run until the rest fits one transaction, where there are more of them than the server
 * has room to lock at once; nothing where it has. Each turn takes the newest that are still there, so that a stop in
 * between costs nothing: the next attempt finds what is left.
 * https://www.postgresql.org/docs/current/runtime-config-locks.html
 * @returns what is gone, as `kind name`
 * @throws AppError run.notUndoable {run, reason} where others built upon it, before anything is dropped
 */
export async function dropInTurns(client: pg.Client, turns: Turns): Promise<string[]> {
  const room = await roomOf(client);
  const gone: string[] = [];
  let isChecked = false;
  for (;;) {
    turns.signal?.throwIfAborted();
    const turn = await withTransaction(client, async () => {
      // A run that begins meanwhile must not meet a half of it.
      await lockJournal(client);
      const objects = (await droppable(client, turns.run)).filter(({ kind }) => kind !== 'schema');
      if (sum(objects) <= room) return null;
      const schemas = [...new Set(objects.flatMap(({ schema }) => schema ?? []))];
      await holdOffLive(client, schemas, turns);
      if (!isChecked) await requireUnused(client, turns.run, objects);
      isChecked = true;
      return dropTurn(client, objects, room);
    });
    if (turn === null) return gone;
    gone.push(...turn);
    turns.onTurn?.(turn);
  }
}

/** A third of the locks that there are for all sessions together: the server's own count is on the high side. */
async function roomOf(client: pg.Client): Promise<number> {
  const of = (name: string) => `current_setting('${name}')::int`;
  const { rows } = await client.query<{ locks: number }>(
    `select (${of('max_locks_per_transaction')} * (${of('max_connections')} + ${of('max_prepared_transactions')}))::int as locks`,
  );
  return Math.max(100, Math.floor(Number(rows[0]?.locks ?? 0) / 3));
}

function sum(objects: readonly Droppable[]): number {
  return objects.reduce((n, { locks }) => n + locks, 0);
}

/** As many of the first as there is room for, and one at least. */
function fitting<T extends { locks: number }>(all: readonly T[], room: number): T[] {
  const taken: T[] = [];
  let locks = 0;
  for (const each of all) {
    locks += each.locks;
    if (taken.length > 0 && locks > room) break;
    taken.push(each);
  }
  return taken;
}

/** Views first, then the keys that tie tables of several turns, then tables, and functions at the end. */
async function dropTurn(client: pg.Client, objects: Droppable[], room: number): Promise<string[]> {
  const of = (kind: Droppable['kind']) => objects.filter((o) => o.kind === kind);
  const views = fitting(of('view'), room);
  if (views.length > 0) return drop(client, 'view', views);
  const tables = of('table');
  // Indexes and triggers need the functions: they go when no table is left.
  if (tables.length === 0) return drop(client, 'function', fitting(of('function'), room));
  const keys = fitting(await tiesOf(client, tables), room);
  if (keys.length === 0) return drop(client, 'table', fitting(tables, room));
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  return [];
}

async function drop(
  client: pg.Client,
  kind: 'view' | 'table' | 'function',
  objects: Droppable[],
): Promise<string[]> {
  for (const { name } of objects.filter((o) => o.alone)) await client.query(`drop ${kind} ${name}`);
  const others = objects.filter((o) => !o.alone).map(({ name }) => name);
  if (others.length > 0) await client.query(`drop ${kind} ${others.join(', ')}`);
  return objects.map(({ label }) => label);
}

interface Tie {
  table: string;
  name: string;
  locks: number;
}

/** Foreign keys between different tables of the run. */
async function tiesOf(client: pg.Client, tables: readonly Droppable[]): Promise<Tie[]> {
  const locks = new Map(tables.map((t) => [t.oid, t.locks]));
  const { rows } = await client.query<{ table: string; name: string; from: string; to: string }>(
    `with own as (${ownSql(client)})
     select k.conrelid::regclass::text as "table", quote_ident(k.conname) as name, f.root::text as "from", t.root::text as "to"
     from pg_constraint k join own f on f.oid = k.conrelid join own t on t.oid = k.confrelid
     where k.contype = 'f' and k.conparentid = 0 and f.root <> t.root
     order by k.oid`,
    [tables.map(({ oid }) => oid)],
  );
  return rows.map(({ table, name, from, to }) => ({
    ...{ table, name },
    locks: (locks.get(from) ?? 0) + (locks.get(to) ?? 0),
  }));
}

/** The things with these numbers, and the partitions and chunks of tables among them; an heir is a table of somebody's own. */
const ownSql = (
  client: pg.ClientBase,
) => `select c.oid, c.oid as root from pg_class c where c.oid = any($1::oid[])
  union select h.inhrelid, h.inhparent from pg_inherits h join pg_class p on p.oid = h.inhrelid and (p.relispartition or ${isChunk(client, 'p')})
    where h.inhparent = any($1::oid[])`;

/** What somebody else built upon things of the run: the server would refuse to drop them, one turn too late. */
async function requireUnused(client: pg.Client, run: string, objects: readonly Droppable[]): Promise<void> {
  const { rows } = await client.query<{ user: string; used: string }>(
    `with own as (${ownSql(client)}), part as (
       select 'pg_class'::regclass as class, oid from own
       union select 'pg_class'::regclass, i.indexrelid from pg_index i join own on own.oid = i.indrelid
       union select 'pg_constraint'::regclass, k.oid from pg_constraint k join own on own.oid = k.conrelid
       union select 'pg_rewrite'::regclass, r.oid from pg_rewrite r join own on own.oid = r.ev_class
       union select 'pg_attrdef'::regclass, d.oid from pg_attrdef d join own on own.oid = d.adrelid
       union select 'pg_policy'::regclass, y.oid from pg_policy y join own on own.oid = y.polrelid
       union select 'pg_trigger'::regclass, t.oid from pg_trigger t join own on own.oid = t.tgrelid
       union select 'pg_statistic_ext'::regclass, s.oid from pg_statistic_ext s join own on own.oid = s.stxrelid
       union select 'pg_proc'::regclass, p.oid from pg_proc p where p.oid = any($1::oid[])
       union select 'pg_type'::regclass, t.oid from pg_type t join own on own.oid = t.typrelid
       union select 'pg_type'::regclass, t.typarray from pg_type t join own on own.oid = t.typrelid
     )
     select pg_describe_object(d.classid, d.objid, d.objsubid) as "user",
       pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) as used
     from pg_depend d join part on part.class = d.refclassid and part.oid = d.refobjid
     where d.deptype = 'n' and not exists (select from part p where p.class = d.classid and p.oid = d.objid)
     limit 1`,
    [objects.map(({ oid }) => oid)],
  );
  const [found] = rows;
  if (found) throw new AppError('run.notUndoable', { run, reason: `${found.user} depends on ${found.used}` });
}
