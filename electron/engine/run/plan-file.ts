import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Measures, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { schemaDigest } from '../plan/build.ts';
import { isDecidedAnew } from '../plan/choices.ts';
import { columnTypeOf } from '../plan/set.ts';
import { unreadableReason } from './unreadable.ts';

/** The outline of a plan file: enough to know that it is one before it is trusted with anything. */
const outline = z.object({
  format: z.literal(1),
  profile: z.enum(['compatible', 'enhanced']),
  extras: z.boolean(),
  source: z.object({
    autocore: z.string().nullable(),
    schemaSha256: z.string(),
    versions: z.array(z.string()).optional(),
  }),
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
  } catch (cause) {
    throw new AppError('plan.unreadable', { path, reason: unreadableReason(cause) }, { cause });
  }
}

/** A plan that somebody may have saved, null where there is none. @throws AppError plan.unreadable {path, reason} */
export async function savedPlan(path: string): Promise<Plan | null> {
  return existsSync(path) ? readPlan(path) : null;
}

/**
 * A saved plan as it is, with everything that was edited in it, when it was made for the same structure and the same
 * facts; null when the data is another one, or a decision was changed that the tables have to follow: then only its
 * choices are taken over and the rest is planned anew.
 */
export function reusePlan(plan: Plan, schema: SourceSchema, measures: Measures): Plan | null {
  if (!isMadeFor(plan, schema, measures) || isDecidedAnew(plan)) return null;
  // A type that was edited in the file brings its conversion along.
  for (const column of plan.tables.flatMap((t) => t.columns)) {
    if (column.type === column.planned) continue;
    const { conversion } = columnTypeOf(column.type);
    // The spelling of the values is one for the type that was planned.
    if (conversion !== column.conversion) delete column.form;
    column.conversion = conversion;
  }
  return plan;
}

/** True for a plan of the same structure and the same facts: there is nothing that it did not know. */
export function isMadeFor(plan: Plan, schema: SourceSchema, measures: Measures): boolean {
  if (plan.source.schemaSha256 !== schemaDigest(schema)) return false;
  return plan.tables.every((table) => {
    const facts = measures.tables.find((t) => t.table === table.source)?.columns;
    return table.columns.every((c) => JSON.stringify(c.facts) === JSON.stringify(facts?.[c.source]));
  });
}
