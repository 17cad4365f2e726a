import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Measures, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { schemaDigest } from '../plan/build.ts';
import { columnTypeOf } from '../plan/set.ts';

/** The outline of a plan file: enough to know that it is one before it is trusted with anything. */
const outline = z.object({
  format: z.literal(1),
  profile: z.enum(['compatible', 'enhanced']),
  extras: z.boolean(),
  source: z.object({ autocore: z.string().nullable(), schemaSha256: z.string() }),
  tables: z.array(
    z.object({ source: z.string(), target: z.string(), columns: z.array(z.object({ source: z.string() })) }),
  ),
  extraObjects: z.array(z.object({ kind: z.string(), name: z.string(), sql: z.string() })),
  leftOut: z.array(z.object({ kind: z.string(), name: z.string() })),
  decisions: z.array(
    z.object({ finding: z.string(), option: z.string().nullable(), options: z.array(z.string()) }),
  ),
});

/** Reads a plan that somebody saved. @throws AppError plan.unreadable {path, reason} */
export async function readPlan(path: string): Promise<Plan> {
  try {
    const plan: unknown = JSON.parse(await readFile(path, 'utf8'));
    outline.parse(plan);
    return plan as Plan;
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? z.prettifyError(error).replace(/\s*\n\s*/g, '; ')
        : (error as Error).message;
    throw new AppError('plan.unreadable', { path, reason }, { cause: error });
  }
}

/** A plan that somebody may have saved, null where there is none. @throws AppError plan.unreadable {path, reason} */
export async function savedPlan(path: string): Promise<Plan | null> {
  return existsSync(path) ? readPlan(path) : null;
}

/**
 * A saved plan as it is, with everything that was edited in it, when it was made for the same structure and the same
 * facts; null when the data is another one: then only its choices are taken over and the rest is planned anew.
 */
export function reusePlan(plan: Plan, schema: SourceSchema, measures: Measures): Plan | null {
  if (plan.source.schemaSha256 !== schemaDigest(schema)) return null;
  for (const table of plan.tables) {
    const profile = measures.tables.find((t) => t.table === table.source);
    for (const column of table.columns) {
      if (JSON.stringify(column.facts) !== JSON.stringify(profile?.columns[column.source])) return null;
      // A type that was edited in the file brings its conversion along.
      if (column.type !== column.planned) column.conversion = columnTypeOf(column.type).conversion;
    }
  }
  return plan;
}
