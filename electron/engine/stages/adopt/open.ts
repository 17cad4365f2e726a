import { AppError } from '../../../../shared/errors.ts';
import type { AdoptedSchema, FoundTable, Plan, SourceSchema } from '../../../../shared/model/index.ts';
import { matchTables } from '../../plan/adopt/match.ts';

/** Whose rights are asked for, and where. */
export interface Who {
  user: string;
  database: string;
}

/** Tables for which a migration has rows. */
export function wanted(schema: SourceSchema, target: AdoptedSchema): FoundTable[] {
  return matchTables(schema, target).flatMap((m) => (m.found && !m.bookkeeping ? [m.found] : []));
}

/** Whether a table takes no rows of ours. */
export function isClosed({ closed, writable }: FoundTable): boolean {
  return closed !== null || !writable;
}

/**
 * Makes sure that rows can come into the tables that are there.
 * @throws AppError adopt.nothing {schema} where no table has the name of one of the source, target.noRights {schema,
 *   user, database, reason} where one of them takes no rows of ours
 */
export function requireOpen(schema: SourceSchema, target: AdoptedSchema, who: Who): void {
  const found = wanted(schema, target);
  if (found.length === 0) throw new AppError('adopt.nothing', { schema: target.schema });
  const closed = found.filter(isClosed);
  if (closed.length === 0) return;
  const reason = closed.map((t) => `${t.name}: ${t.closed ?? 'insert, select, update, delete'}`).join('; ');
  throw new AppError('target.noRights', { ...who, schema: target.schema, reason, context: 'tables' });
}

/**
 * Rows that others refer to are only replaced together with these: else the server would refuse, or take them along.
 * @throws AppError adopt.tied {table, child}
 */
export function requireUntied(plan: Plan, target: AdoptedSchema): void {
  const replaced = new Set(
    plan.tables.filter((t) => t.adopted?.there?.policy === 'replace').map((t) => t.target),
  );
  for (const child of target.tables) {
    if (child.rows === 0 || replaced.has(child.name)) continue;
    const key = child.foreignKeys.find((k) => k.references !== null && replaced.has(k.references));
    if (key) throw new AppError('adopt.tied', { table: key.references ?? '', child: child.name });
  }
}
