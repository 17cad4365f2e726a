import type { ClientBase } from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { transactionBetween } from './connect.ts';
import { hasJournal, newObject } from './journal.ts';
import { inOneTrip } from './pipeline.ts';
import type { Query } from './sql.ts';

/** Kind under which the journal in the target says that the application works with a run. */
const kind = 'live';

/** A run that the application works with, as the target itself has it. */
export interface LiveRun {
  run: string;
  /** Where its tables are: where it put them, and wherever they were moved since. */
  schemas: string[];
  /** When going live marked it, ISO 8601; the run's folder has the same. Null in journals of earlier versions. */
  since: string | null;
}

/** A run that asks, and the mark of its own that it knows of: what it may work on all the same. */
export interface Asking {
  run: string;
  since: string | null;
}

/** Every run that is live in this database, whichever workspace or machine it was taken live from. */
async function liveRuns(client: ClientBase): Promise<LiveRun[]> {
  if (!(await hasJournal(client))) return [];
  return (await client.query<LiveRun>(liveQuery)).rows;
}

/** What `liveRuns` asks of a journal that is there. */
export const liveQuery: Query = {
  text: `select r.id as run, m.parent as since, array(
       select r.target_schema
       union
       -- By name, too: in a restored database the numbers are those of other things.
       select n.nspname::text from autocore_migration.object t
         join pg_class c on c.oid = t.oid and c.relname::text = t.name join pg_namespace n on n.oid = c.relnamespace
         where t.run = r.id and t.kind in ('table', 'adopted')
     ) as schemas
     from autocore_migration.run r join autocore_migration.object m on m.run = r.id
     where m.kind = $1::text order by r.id`,
  values: [kind],
};

/** The live run that has its tables in one of these schemas, or null. The asking run's own known mark does not count. */
export async function liveIn(
  client: ClientBase,
  schemas: readonly string[],
  asking: Asking | null,
): Promise<LiveRun | null> {
  const found = (await liveRuns(client)).filter((live) => live.schemas.some((s) => schemas.includes(s)));
  return found.find((live) => asking === null || !isOwn(live, asking)) ?? null;
}

function isOwn(live: LiveRun, { run, since }: Asking): boolean {
  return live.run === run && live.since === since;
}

/** @throws AppError target.live {live, schema, since} where the application works in one of these schemas. */
export async function requireNoneLive(
  client: ClientBase,
  schemas: readonly string[],
  asking: Asking | null,
): Promise<void> {
  const found = await liveIn(client, schemas, asking);
  if (found) throw new AppError('target.live', liveParams(found, schemas));
}

/** For the texts of `target.live`. The live run is not the one that could be resumed, so it is not called `run`. */
export function liveParams({ run, schemas, since }: LiveRun, asked: readonly string[] = schemas) {
  const schema = schemas.find((s) => asked.includes(s)) ?? schemas[0] ?? '';
  return { live: run, schema, since: since ?? '?' };
}

/**
 * The same within the transaction that moves, fills or drops these schemas: from here to its end no run of theirs can
 * be marked, because marking takes the same rows. https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS
 */
export async function holdOffLive(
  client: ClientBase,
  schemas: readonly string[],
  asking: Asking | null,
): Promise<void> {
  const held =
    'select from autocore_migration.run where target_schema = any($1::text[]) order by id for no key update';
  await inOneTrip(client, [
    () => client.query(held, [schemas]),
    () => requireNoneLive(client, schemas, asking),
  ]);
}

/** When the run was marked: null where it is not live; `since` is null in the marks of earlier versions. */
export async function liveMark(client: ClientBase, run: string): Promise<Pick<LiveRun, 'since'> | null> {
  const { rows } = await client.query<{ since: string | null }>(
    'select parent as since from autocore_migration.object where run = $1::text and kind = $2::text',
    [run, kind],
  );
  return rows[0] ?? null;
}

/**
 * Says in the target itself that the application may write to it from now on, in a transaction of its own. Can be done
 * again. @throws AppError target.live where another run is live in the same schema.
 */
export async function markLive(
  client: ClientBase,
  { run, schema, role, since }: { run: string; schema: string; role: string; since: string },
): Promise<void> {
  const first = [() => holdOffLive(client, [schema], { run, since }), () => liveMark(client, run)] as const;
  await transactionBetween(client, first, async ([, mark]) => ({
    last: mark === null ? [newObject(run, schema, { kind, name: role, parent: since })] : [],
    result: null,
  }));
}

/** Another mark in the place of the one that is there: what was copied before has the old one. Can be done again. */
export async function remarkLive(client: ClientBase, run: string, since: string): Promise<void> {
  await client.query(
    'update autocore_migration.object set parent = $3::text where run = $1::text and kind = $2::text',
    [run, kind, since],
  );
}

/** Takes the mark away: the application works with SQLite again. Can be done again. */
export async function clearLive(client: ClientBase, run: string): Promise<void> {
  await client.query('delete from autocore_migration.object where run = $1::text and kind = $2::text', [
    run,
    kind,
  ]);
}
