import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { timescaleVersion } from './connect.ts';

/**
 * The first version that switches triggers of a hypertable off and on where one of them is on no chunk: the fence is made
 * of such ones, and without it there is no going live (`process_altertable_chunk_trigger` in its process_utility.c).
 */
const oldest = [2, 28, 3] as const;

/** Why no hypertable can be made: the context of the error's texts, with what they name. */
export type Obstacle =
  | { context: 'missing' | 'notCreated' | 'notAllowed' }
  | { context: 'tooOld'; version: string; minimum: string };

/**
 * Why no hypertable can be made in the connection's database; null where one can. Nothing is made for trial, and the
 * extension is never made by us: its library has to be loaded as the server starts, which is its administrator's to say.
 * https://docs.timescale.com/self-hosted/latest/install/
 */
export async function hypertableObstacle(client: pg.ClientBase): Promise<Obstacle | null> {
  const version = timescaleVersion(client);
  if (version === null) {
    const { rows } = await client.query<{ there: boolean }>(
      "select exists (select from pg_available_extensions where name = 'timescaledb') as there",
    );
    return { context: rows[0]?.there ? 'notCreated' : 'missing' };
  }
  const old = tooOld(version);
  if (old) return old;
  const { rows } = await client.query<{ may: boolean }>(
    `select coalesce(bool_and(has_function_privilege(p.oid, 'execute')), false) as may
     from pg_proc p join pg_extension e on e.extname = 'timescaledb' and e.extnamespace = p.pronamespace
     join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refobjid = e.oid and d.deptype = 'e'
     where p.proname in ('create_hypertable', 'by_range')`,
  );
  return rows[0]?.may ? null : { context: 'notAllowed' };
}

function tooOld(version: string): Obstacle | null {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const at = oldest.findIndex((part, i) => (parts[i] ?? 0) !== part);
  if (at === -1 || (parts[at] ?? 0) > (oldest[at] ?? 0)) return null;
  return { context: 'tooOld', version, minimum: oldest.join('.') };
}

/**
 * Makes sure that hypertables can be made, where the plan has one.
 * @throws AppError target.noTimescale {schema, context, version, minimum}
 */
export async function requireTimescale(client: pg.ClientBase, schema: string): Promise<void> {
  const obstacle = await hypertableObstacle(client);
  if (obstacle !== null) throw new AppError('target.noTimescale', { schema, ...obstacle });
}

/**
 * Makes sure that the fence can be raised on what an application made in a schema.
 * @throws AppError target.noTimescale {schema, context, version, minimum}
 */
export async function requireFenceable(client: pg.ClientBase, schema: string): Promise<void> {
  const version = timescaleVersion(client);
  const old = version === null ? null : tooOld(version);
  if (old === null) return;
  const { rows } = await client.query(
    'select from timescaledb_information.hypertables where hypertable_schema = $1::name limit 1',
    [schema],
  );
  if (rows.length > 0) throw new AppError('target.noTimescale', { schema, ...old });
}

/**
 * SQL that is true for a chunk of a hypertable: to PostgreSQL it is a table that inherits, like one of somebody's own.
 * The schema that chunks are in may be chosen; what they were compressed to is in TimescaleDB's own.
 * @param relation alias of pg_class
 */
export function isChunk(client: pg.ClientBase, relation: string): string {
  if (timescaleVersion(client) === null) return 'false';
  return `(${relation}.relnamespace = '_timescaledb_internal'::pg_catalog.regnamespace or exists (
    select from pg_catalog.pg_inherits ti join pg_catalog.pg_class tc on tc.oid = ti.inhparent
    join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
    join timescaledb_information.hypertables th on th.hypertable_schema = tn.nspname and th.hypertable_name = tc.relname
    where ti.inhrelid = ${relation}.oid))`;
}
