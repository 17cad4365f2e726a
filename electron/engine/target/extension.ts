import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { insertObject } from './journal.ts';
import { quoteIdent } from './sql.ts';
import { sqlstate, sqlstateOf } from './sqlstate.ts';

/** Where an extension is, and whether the server has it to give. */
const facts = `select
  (select n.nspname::text from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = $1::name) as place,
  exists (select from pg_available_extensions where name = $1::name) as available`;

/**
 * Has an extension in the target's schema, in the caller's transaction: the one that is there, or one that the run
 * makes and remembers.
 * @throws AppError target.noExtension {name, schema, reason}
 */
export async function requireExtension(
  client: pg.ClientBase,
  run: string,
  schema: string,
  name: string,
): Promise<void> {
  if (await findExtension(client, schema, name)) return;
  try {
    await client.query(`create extension ${quoteIdent(name)} with schema ${quoteIdent(schema)}`);
  } catch (error) {
    if (sqlstateOf(error) !== sqlstate.insufficientPrivilege) throw error;
    throw refused(name, schema, (error as Error).message, error);
  }
  await insertObject(client, run, schema, { kind: 'extension', name, parent: null });
}

/**
 * True where the schema has the extension, false where the server has it to give: what stands in its way otherwise is
 * known before anything is done.
 * @throws AppError target.noExtension {name, schema, reason}
 */
export async function findExtension(client: pg.ClientBase, schema: string, name: string): Promise<boolean> {
  const { rows } = await client.query<{ place: string | null; available: boolean }>(facts, [name]);
  const { place, available } = rows[0] ?? { place: null, available: false };
  if (place === schema) return true;
  // One database has it once: in another schema nobody would find its operators who looks in this one alone.
  if (place !== null) throw refused(name, schema, `${name}: ${quoteIdent(place)}`);
  if (!available) throw refused(name, schema, 'pg_available_extensions');
  return false;
}

function refused(name: string, schema: string, reason: string, cause?: unknown): AppError {
  return new AppError('target.noExtension', { name, schema, reason }, { cause });
}

/** Extensions that the run made and that are still the same. */
export async function ownExtensions(client: pg.ClientBase, run: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select o.name from autocore_migration.object o join pg_extension e on e.oid = o.oid and e.extname::text = o.name
     where o.run = $1::text and o.kind = 'extension'`,
    [run],
  );
  return rows.map(({ name }) => name);
}
