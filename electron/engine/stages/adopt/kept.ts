import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { AdoptedSchema } from '../../../../shared/model/index.ts';
import type { RunFolder } from '../../run/paths.ts';
import type { RunSession } from '../../run/session.ts';
import { writeAtomic } from '../../system/atomic.ts';
import type { Adoption } from '../audit.ts';
import { adoptionOf, lookAt } from './look.ts';

/**
 * What the application made in the target, as it stood when the run began; null for a run that makes its own tables.
 * @throws AppError target.noRights {schema, user, database, reason} where its tables take no rows of ours.
 */
export async function keptAdoption(session: RunSession, client: pg.Client): Promise<Adoption | null> {
  const { state, folder, ctx } = session;
  if (!state.options.adopt) return null;
  const target = (await readAdopted(folder)) ?? (await lookNow(session, client));
  return adoptionOf(client, target, ctx.signal);
}

/** Null where the run does not adopt, or has not looked yet. */
export async function readAdopted(folder: RunFolder): Promise<AdoptedSchema | null> {
  if (!existsSync(folder.adopted)) return null;
  try {
    return JSON.parse(await readFile(folder.adopted, 'utf8')) as AdoptedSchema;
  } catch (cause) {
    const params = { run: folder.id, path: folder.adopted, reason: (cause as Error).message };
    throw new AppError('run.damaged', params, { cause });
  }
}

async function lookNow({ state, folder }: RunSession, client: pg.Client): Promise<AdoptedSchema> {
  const found = await lookAt(client, state.target.schema);
  await writeAtomic(folder.adopted, `${JSON.stringify(found, null, 2)}\n`);
  return found;
}
