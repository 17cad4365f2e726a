import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Measures, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { planSchema } from '../../../shared/model/plan-schema.ts';
import { schemaDigest } from '../plan/build.ts';
import { isDecidedAnew } from '../plan/choices.ts';
import { columnTypeOf } from '../plan/set.ts';
import { writeAtomic } from '../system/atomic.ts';
import { planJsonSchema, schemaAddress, schemaName } from './plan-json-schema.ts';
import { withoutSchema } from './session.ts';
import { unreadableReason } from './unreadable.ts';

/** A plan as a file that says which schema it follows. What is digested of a plan is `planText`, without that. */
export function planFile(plan: Plan, schema = schemaAddress): string {
  return `${JSON.stringify({ $schema: schema, ...withoutSchema(plan) }, null, 2)}\n`;
}

type Write = (path: string, text: string) => Promise<void>;

/**
 * Writes a plan where somebody may edit it, and its schema beside it: an editor then needs no network. Where the plan goes
 * to no file (a terminal), or another file has that name, the plan has the schema's address instead.
 */
export async function writePlan(path: string, plan: Plan, write: Write = writeAtomic): Promise<void> {
  const beside = join(dirname(path), schemaName);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => true,
  );
  const there = isFile && existsSync(beside) ? await readFile(beside, 'utf8') : null;
  const isFree = isFile && (there === null || there.includes(schemaAddress));
  if (!isFree) return write(path, planFile(plan));
  // A run that is followed writes its plan again and again.
  if (there !== planJsonSchema()) await write(beside, planJsonSchema());
  await write(path, planFile(plan, `./${schemaName}`));
}

/** Reads a plan that somebody saved. @throws AppError plan.unreadable {path, reason} */
export async function readPlan(path: string): Promise<Plan> {
  try {
    const plan: unknown = JSON.parse(await readFile(path, 'utf8'));
    planSchema.parse(plan);
    return withoutSchema(plan as Plan);
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
    // So does what the type asks of values.
    delete column.fit;
    if (column.type === column.planned) continue;
    const { conversion, fit } = columnTypeOf(column.type);
    if (fit) column.fit = fit;
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
