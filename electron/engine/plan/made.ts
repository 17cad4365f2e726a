import type {
  LeftOut,
  PlanCheck,
  PlanTable,
  SourceTable,
  SourceUnique,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { checkName, givenFor, primaryKeyName, uniqueName } from './names.ts';

/** What the rules of a source became in a plan: a name that was too long or taken is another one there. */

/** A key of the source: its primary key, a UNIQUE rule, or a unique index over columns. */
export type SourceKey = Omit<SourceUnique, 'name'> &
  (
    | { kind: 'primary'; name: null }
    | { kind: 'unique'; name: string | null }
    | { kind: 'index'; name: string }
  );

/** The name of a key in the target, or under which it was left out; the usual one where the plan knows nothing of it. */
export function keyName(table: PlanTable, leftOut: readonly LeftOut[], key: SourceKey): string {
  const usual = key.kind === 'primary' ? primaryKeyName(table.target) : uniqueName(table.target, key);
  const targets = key.columns.map((name) => table.columns.find((c) => fold(c.source) === fold(name))?.target);
  const isSame = (columns: readonly string[]) => columns.join('\0') === targets.join('\0');
  const { primaryKey } = table;
  // A table by time has the time in its key as well.
  if (key.kind === 'primary' && primaryKey && targets.every((c) => c && primaryKey.columns.includes(c)))
    return primaryKey.name;
  const isConstraint = key.kind !== 'index' && key.collations.every((c) => c === 'BINARY');
  const rules = isConstraint ? table.uniques.filter((u) => isSame(u.columns)).map((u) => u.name) : [];
  const indexes = table.indexes.filter((i) => i.unique).map((i) => i.name);
  const left = leftOut.filter((l) => l.kind === 'unique' && l.table === table.source).map((l) => l.name);
  return givenFor(usual, rules) ?? rules[0] ?? givenFor(usual, indexes) ?? givenFor(usual, left) ?? usual;
}

/** The CHECK of the plan for each one of the source, by its place; null for one that is left out. */
export function checksMade(
  source: SourceTable,
  table: PlanTable,
  leftOut: readonly LeftOut[],
): (PlanCheck | null)[] {
  const left = leftOut.filter((l) => l.kind === 'check' && l.table === table.source).map((l) => l.name);
  const open = [...table.checks.map((c) => c.name), ...left];
  return source.checks.map((check, place) => {
    const name = givenFor(checkName(table.target, check, place), open);
    // Several rules may want one name.
    if (name !== null) open.splice(open.indexOf(name), 1);
    return table.checks.find((c) => c.name === name) ?? null;
  });
}
