import SQLite, { type Database } from 'better-sqlite3';
import type { Plan, PlanTrigger, SourceSchema, SourceTable } from '../../../../shared/model/index.ts';
import { fold, quoteName } from '../../source/sql.ts';
import { type FromTarget, fillFromTarget, spelledColumns } from './stand-in.ts';

/** A small SQLite database beside the target, with the rows that the target has. */
export interface Mirror {
  db: Database;
  /** By their names in the source. */
  tables: string[];
  close(): void;
}

/**
 * The tables that a trigger may have to do with: those it names and those that triggers on these name. Where rows are
 * deleted foreign keys reach further, since they hold in the target.
 */
export function concerned(
  trigger: PlanTrigger,
  others: readonly PlanTrigger[],
  schema: SourceSchema,
): SourceTable[] {
  const byName = new Map(schema.tables.map((t) => [fold(t.name), t]));
  const found = new Set<SourceTable>();
  const reaches = deletes(trigger);
  const written = new Set(reached(trigger, others).map(fold));
  const fired = others.filter((other) => written.has(fold(other.table)));
  const waiting = [trigger, ...fired].flatMap((each) => [each.table, ...each.touches]);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const table = byName.get(fold(name));
    if (!table || found.has(table)) continue;
    found.add(table);
    if (!reaches) continue;
    waiting.push(...table.foreignKeys.map((fk) => fk.references));
    const refers = (t: SourceTable) => t.foreignKeys.some((fk) => fold(fk.references) === fold(table.name));
    waiting.push(...schema.tables.filter(refers).map((t) => t.name));
  }
  return [...found];
}

/** The tables whose rows a statement that fires the trigger may change: its own, and what triggers write from there. */
export function reached(trigger: PlanTrigger, others: readonly PlanTrigger[]): string[] {
  const found = new Map<string, string>();
  const waiting = [trigger.table, ...trigger.writes];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(fold(name))) continue;
    found.set(fold(name), name);
    for (const other of others) if (fold(other.table) === fold(name)) waiting.push(...other.writes);
  }
  return [...found.values()];
}

/** True where a foreign key may act. */
export function deletes({ event, body }: PlanTrigger): boolean {
  return event === 'delete' || body.includes('delete from');
}

/** Builds one, with the triggers given, the one in question last. */
export async function mirrorOf(
  tables: readonly SourceTable[],
  triggers: readonly PlanTrigger[],
  plan: Plan,
  from: FromTarget & { snapshot: Database },
): Promise<Mirror> {
  const db = new SQLite(':memory:');
  try {
    db.pragma('foreign_keys = off');
    db.pragma('ignore_check_constraints = on');
    for (const table of tables) {
      db.exec(table.sql);
      const planned = plan.tables.find((t) => t.source === table.name);
      if (planned) {
        const columns = spelledColumns(from.snapshot, table, planned);
        await fillFromTarget(db, quoteName(table.name), planned, columns, from);
      }
      for (const index of table.indexes) db.exec(index.sql);
      // AUTOINCREMENT goes on where the file does, rows or not.
      if (table.autoincrement && table.sequence !== null) {
        db.prepare('delete from sqlite_sequence where name = ?').run(table.name);
        db.prepare('insert into sqlite_sequence values (?, ?)').run(table.name, BigInt(table.sequence));
      }
    }
    for (const { original, table } of triggers) if (tables.some((t) => t.name === table)) db.exec(original);
    db.pragma('ignore_check_constraints = off');
    const tried = triggers.at(-1);
    if (tried && deletes(tried)) db.pragma('foreign_keys = on');
    return { db, tables: tables.map((t) => t.name), close: () => db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}
