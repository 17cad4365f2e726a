import type { Added, Missing, WayBackChoices } from '../../../../shared/contract.ts';
import type { WayTable } from '../../diff/way-table.ts';
import type { Column, Relation, TargetFacts } from './facts.ts';

/** The way back as PostgreSQL stands now. */
export interface WayPlan {
  /** Tables whose rows are read, in the plan's order; those whose snapshot stands are not among them. */
  tables: WayTable[];
  columns: NewColumn[];
  newTables: NewTable[];
  added: Added[];
  missing: Missing[];
  /** Oids of detached partitions, whose rows are read with their table. */
  detached: Set<string>;
  /** Rows that are still to be counted on the server, for `added`. */
  counts: { added: Added; from: Relation; column: string | null; only: boolean }[];
}

/** A column that the application added to a planned table. */
export interface NewColumn {
  table: string;
  name: string;
  declared: string;
  column: Column;
  relation: Relation;
}

/** A table that the application made. */
export interface NewTable {
  relation: Relation;
  way: WayTable;
  /** Declared types, by the column's name in SQLite. */
  declared: Map<string, string>;
  added: Added;
}

/** Which relation each planned table is now, by its name in the plan. */
export type Claims = Map<string, { relation: Relation | null; found: 'byName' | 'renamed' | 'none' }>;

/** What is done about something that is missing, where there may be another in its place. */
export function decided({ missing = 'refuse' }: WayBackChoices, hasOther: boolean): Missing['by'] {
  return missing === 'follow' && !hasOther ? 'refuse' : missing;
}

export function nameOf(relation: Relation, schema: string): string {
  return relation.schema === schema ? relation.name : `${relation.schema}.${relation.name}`;
}

/** Everything that a relation inherits from, by oid. */
export function ancestors(relation: Relation, facts: TargetFacts): Set<string> {
  const found = new Set<string>();
  const todo = [...relation.parents];
  for (let oid = todo.pop(); oid !== undefined; oid = todo.pop()) {
    if (found.has(oid)) continue;
    found.add(oid);
    todo.push(...(facts.relations.find((r) => r.oid === oid)?.parents ?? []));
  }
  return found;
}
