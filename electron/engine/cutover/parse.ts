import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** Reads a file of a run. @throws AppError run.damaged {run, path, reason} where it is not what was written. */
export function parseIn<T>(schema: z.ZodType<T>, text: string, file: { run: string; path: string }): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('run.damaged', { ...file, reason: (cause as Error).message }, { cause });
  }
}
