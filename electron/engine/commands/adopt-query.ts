import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { adoptQuery } from '../export/adopt/query.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface AdoptQueryInput {
  /** File for psql; one of that name is replaced. */
  out: string;
  /** Schema of the application's tables; null: `public`. */
  schema: string | null;
}

/** Writes the query that shows what an application made. @throws AppError output.unwritable {path, reason} */
export async function writeAdoptQuery({ out, schema }: AdoptQueryInput): Promise<{ path: string }> {
  const path = resolve(out);
  try {
    await writeAtomic(path, adoptQuery(schema ?? 'public'));
  } catch (cause) {
    throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
  }
  return { path };
}
