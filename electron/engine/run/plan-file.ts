import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Measures, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { schemaDigest } from '../plan/build.ts';

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
  decisions: z.array(z.object({ finding: z.string(), option: z.string() })),
});

/** Reads a plan that somebody saved. @throws AppError plan.unreadable {path, reason} */
export async function readPlan(path: string): Promise<Plan> {
  try {
    const plan: unknown = JSON.parse(await readFile(path, 'utf8'));
    outline.parse(plan);
    return plan as Plan;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new AppError('plan.unreadable', { path, reason }, { cause: error });
  }
}

/**
 * The plan in a file as a plan for this source, null when there is no file. What the data of this source proves
 * replaces what the file says of another one. @throws AppError plan.otherSource {path}
 */
export async function savedPlan(
  path: string,
): Promise<((schema: SourceSchema, measures: Measures) => Plan) | null> {
  let plan: Plan;
  try {
    await readFile(path);
    plan = await readPlan(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return (schema, measures) => {
    if (plan.source.schemaSha256 !== schemaDigest(schema)) throw new AppError('plan.otherSource', { path });
    for (const table of plan.tables) {
      const profile = measures.tables.find((t) => t.table === table.source);
      for (const column of table.columns) column.facts = profile?.columns[column.source] ?? column.facts;
    }
    return plan;
  };
}
