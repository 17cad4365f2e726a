import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { timescaleVersion } from './connect.ts';

/** The first version that has dimensions as values: `create_hypertable(…, by_range(…))`. */
const oldest = [2, 13] as const;

/**
 * Why no hypertable can be made in the connection's database; null where one can. Nothing is made for trial, and the
 * extension is never made by us: its library has to be loaded as the server starts, which is its administrator's to say.
 * https://docs.timescale.com/self-hosted/latest/install/
 */
export async function hypertableObstacle(client: pg.ClientBase): Promise<string | null> {
  const version = timescaleVersion(client);
  if (version === null) {
    const { rows } = await client.query<{ there: boolean }>(
      "select exists (select from pg_available_extensions where name = 'timescaledb') as there",
    );
    return rows[0]?.there ? 'create extension timescaledb' : 'pg_available_extensions';
  }
  if (isOlder(version)) return `TimescaleDB ${version} < ${oldest.join('.')}`;
  const { rows } = await client.query<{ may: boolean }>(
    `select coalesce(bool_and(has_function_privilege(p.oid, 'execute')), false) as may
     from pg_proc p join pg_extension e on e.extname = 'timescaledb' and e.extnamespace = p.pronamespace
     join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refobjid = e.oid and d.deptype = 'e'
     where p.proname in ('create_hypertable', 'by_range')`,
  );
  return rows[0]?.may ? null : 'create_hypertable: permission denied';
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

/**
 * Makes sure that hypertables can be made, where somebody chose them.
 * @throws AppError target.noTimescale {schema, reason}
 */
export async function requireTimescale(client: pg.ClientBase, schema: string): Promise<void> {
  const reason = await hypertableObstacle(client);
  if (reason !== null) throw new AppError('target.noTimescale', { schema, reason });
}
