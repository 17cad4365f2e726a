import type { SourceTable } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';

/**
 * Tables with parents before children, alphabetical among equals. A self-reference does not count, and a cycle is
 * entered at its alphabetically first table: foreign keys are made after the data, so any order loads.
 */
export function loadingOrder(tables: SourceTable[]): SourceTable[] {
  const byName = new Map(tables.map((t) => [fold(t.name), t]));
  const sorted = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const done = new Set<SourceTable>();
  const entered = new Set<SourceTable>();
  const ordered: SourceTable[] = [];
  const visit = (table: SourceTable): void => {
    if (done.has(table) || entered.has(table)) return;
    entered.add(table);
    const parents = table.foreignKeys
      .map((fk) => byName.get(fold(fk.references)))
      .filter((p) => p !== undefined);
    for (const parent of parents.sort((a, b) => (a.name < b.name ? -1 : 1))) visit(parent);
    done.add(table);
    ordered.push(table);
  };
  for (const table of sorted) visit(table);
  return ordered;
}
