import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { Measures, Plan, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { type Changes, findChanges } from '../diff/changes.ts';
import { schemaDigest } from '../plan/build.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { nextFiles } from '../run/sync-files.ts';
import { introspect } from '../source/introspect.ts';
import type { ChangedRows } from '../source/pages/changed-rows.ts';
import { openSnapshot } from '../source/snapshot.ts';

/** Both snapshots of a catch-up, and the plan between them. */
export interface CatchUp {
  plan: Plan;
  measures: Measures;
  before: { db: Database; schema: SourceSchema };
  after: { db: Database; schema: SourceSchema };
  encoding: TextEncoding;
  close(): void;
}

/** Opens both; `close` gives them back. */
export function openWork({ folder }: RunSession, prepared: { plan: Plan; measures: Measures }): CatchUp {
  const before = openSnapshot(folder.snapshot);
  const after = openSnapshot(nextFiles(folder).snapshot);
  return {
    ...prepared,
    before: { db: before, schema: introspect(before) },
    after: { db: after, schema: introspect(after) },
    encoding: after.pragma('encoding', { simple: true }) as TextEncoding,
    close: () => {
      before.close();
      after.close();
    },
  };
}

/** @throws AppError sync.schemaChanged {run, objects}: rows can only follow where the tables are still the same. */
export function requireSameSchema({ state }: RunSession, { before, after }: CatchUp): void {
  if (schemaDigest(before.schema) === schemaDigest(after.schema)) return;
  const texts = ({ tables, views, triggers, virtualTables }: SourceSchema) =>
    new Map(
      [...tables.map((t) => ({ ...t, sequence: null })), ...views, ...triggers, ...virtualTables].map(
        (each) => [each.name, JSON.stringify(each)],
      ),
    );
  const [old, now] = [texts(before.schema), texts(after.schema)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const objects = [...names].filter((name) => old.get(name) !== now.get(name)).join(', ');
  throw new AppError('sync.schemaChanged', { run: state.id, objects });
}

/**
 * What changed in each table between the two; the earlier one is attached.
 * @param rows the rows that may have, where that is known: others are not looked at
 */
export async function compare(
  { ctx, state }: RunSession,
  work: CatchUp,
  rows: ChangedRows | null = null,
): Promise<Map<PlanTable, Changes>> {
  const { plan, measures, after } = work;
  const total = measures.tables.reduce((n, t) => n + t.rows, 0);
  const progress = new StageProgress(ctx, state.id, 'compare', 'rows', total);
  const found = new Map<PlanTable, Changes>();
  for (const table of plan.tables) {
    const source = sourceTable(work, table);
    const within = rows?.get(table.source) ?? null;
    found.set(
      table,
      await findChanges(after.db, table, source, work.encoding, within, async (n) => {
        progress.add(table.source, n);
        // SQLite works in this thread: a cancel gets through only now.
        await new Promise(setImmediate);
        ctx.signal.throwIfAborted();
      }),
    );
  }
  return found;
}

/** A planned table as the later snapshot has it. */
export function sourceTable({ after }: CatchUp, table: PlanTable) {
  const found = after.schema.tables.find((t) => t.name === table.source);
  if (!found) throw new Error(`the source has no table ${table.source}`);
  return found;
}

/** Rows that are new, changed or gone. */
export function countOf({ inserted, changed, deleted }: Changes): number {
  return inserted.length + changed.length + deleted.length;
}
