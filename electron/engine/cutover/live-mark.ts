import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { insertObject } from '../target/journal.ts';
import { cutoverFile, readCutover } from './state.ts';

/** Kind under which the journal in the target says that the application works with it. */
const kind = 'live';

/** Says in the target itself that the application may write to it from now on. Can be done again. */
export async function markLive(
  client: pg.ClientBase,
  run: string,
  schema: string,
  role: string,
): Promise<void> {
  if (!(await isMarked(client, run)))
    await insertObject(client, run, schema, { kind, name: role, parent: null });
}

/**
 * The state of going live is a file in the run's folder. Without it a run that went live would look like one that did
 * not, and what the application wrote could be overwritten or dropped.
 * @throws AppError run.incomplete {run, path} where the target knows better.
 */
export async function requireKnownLive(client: pg.ClientBase, run: string, dir: string): Promise<void> {
  if ((await readCutover(dir)) !== null || !(await isMarked(client, run))) return;
  throw new AppError('run.incomplete', { run, path: cutoverFile(dir) });
}

async function isMarked(client: pg.ClientBase, run: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from autocore_migration.object where run = $1::text and kind = $2::text',
    [run, kind],
  );
  return (rowCount ?? 0) > 0;
}
