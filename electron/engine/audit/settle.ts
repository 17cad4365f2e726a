import type { Database } from 'better-sqlite3';
import type { LeftOut, Plan, PlanTable, SourceSchema } from '../../../shared/model/index.ts';
import { troubles } from '../plan/columns.ts';
import { setWidths } from '../plan/integers.ts';
import { mentions } from '../source/literals.ts';
import { type Collision, keyCollisions } from './collisions.ts';
import { changingColumns } from './converted.ts';
import { newViolations } from './violations.ts';

/**
 * Holds a plan against the rows as they will be: a key under which two rows would be the same is left out, with the
 * foreign keys that refer to it, a CHECK that a repaired row breaks holds for new rows, and what was generated of values
 * that change is kept as it was. Changes the plan; a plan that
 * was settled before stays as it is. Gives the collisions, for the audit to show.
 */
export function settle(db: Database, schema: SourceSchema, plan: Plan): Collision[] {
  for (const table of plan.tables) keepGenerated(schema, plan, table);
  const collisions = keyCollisions(db, schema, plan);
  for (const collision of collisions) leaveKeyOut(plan, collision);
  // A foreign key that went with its key bounds nothing any more.
  if (collisions.length > 0) setWidths(schema, plan, (table, name) => isChosen(plan, table, name));
  for (const found of newViolations(db, schema, plan)) {
    const table = plan.tables.find((t) => t.source === found.table);
    const check = table?.checks.find((c) => c.name === found.name);
    if (check && check.violations === 0) check.violations = found.rows;
  }
  return collisions;
}

/** A column that the server would make of repaired values would be another one: it becomes an ordinary one. */
function keepGenerated(schema: SourceSchema, plan: Plan, table: PlanTable): void {
  const source = schema.tables.find((t) => t.name === table.source);
  const changed = new Set(
    changingColumns(table)
      .filter((c) => c.generated === null && !c.form && (c.fit || troubles(c.conversion, c.facts) > 0))
      .map((c) => c.source),
  );
  // One may be made of another one.
  for (let before = -1; source && before !== changed.size; ) {
    before = changed.size;
    for (const { name, generated } of source.columns) {
      const column = table.columns.find((c) => c.source === name);
      if (!generated || !column || column.generated === null || changed.has(name)) continue;
      if (![...changed].some((each) => mentions(generated.expression, each))) continue;
      changed.add(name);
      column.generated = null;
      const reason = 'it is made of values that change';
      plan.leftOut.push({ kind: 'generated', table: table.source, name, sql: generated.expression, reason });
    }
  }
}

function isChosen({ tables }: Plan, table: string, name: string): boolean {
  const column = tables.find((t) => t.source === table)?.columns.find((c) => c.source === name);
  return column !== undefined && column.type !== column.planned;
}

const reason = 'several rows have the same key after the conversion';

function leaveKeyOut(plan: Plan, { table: source, name, columns }: Collision): void {
  const table = plan.tables.find((t) => t.source === source);
  if (!table) return;
  const left = (kind: LeftOut['kind'], from: string, what: string, sql: string) =>
    plan.leftOut.push({ kind, table: from, name: what, sql, reason });
  const targets = columns.map((c) => table.columns.find((p) => p.source === c)?.target ?? c);
  const same = (list: readonly string[]) => [...list].sort().join('\0') === [...targets].sort().join('\0');
  const isPrimary = table.primaryKey?.name === name;
  const unique = table.uniques.find((u) => u.name === name);
  const index = table.indexes.find((i) => i.name === name && i.unique);
  if (!isPrimary && !unique && !index) return;
  if (isPrimary) table.primaryKey = null;
  table.uniques = table.uniques.filter((u) => u !== unique);
  table.indexes = table.indexes.filter((i) => i !== index);
  left('unique', source, name, `unique (${columns.join(', ')})`);
  for (const child of plan.tables) {
    for (const key of child.foreignKeys.filter((k) => k.references === table.target && same(k.refColumns))) {
      const sql = `foreign key (${key.columns.join(', ')}) references ${source} (${columns.join(', ')})`;
      left('foreign key', child.source, key.name, sql);
      child.foreignKeys = child.foreignKeys.filter((k) => k !== key);
    }
  }
}
