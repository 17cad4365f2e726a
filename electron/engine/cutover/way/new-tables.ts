import type { Added, WayBackChoices } from '../../../../shared/contract.ts';
import type { Plan, PlanTable, SourceSchema } from '../../../../shared/model/index.ts';
import { plainRead } from '../../diff/way-table.ts';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import type { Relation, TargetFacts } from './facts.ts';
import { FreeNames } from './names.ts';
import { ancestors, type Claims, type NewTable, nameOf, type WayPlan } from './shape.ts';
import { newColumn } from './table-now.ts';
import { reverseType } from './types.ts';

export interface NewTablesInput {
  plan: Plan;
  source: SourceSchema;
  facts: TargetFacts;
  claims: Claims;
  choices: WayBackChoices;
  names: FreeNames;
}

/** Finds the tables of the schema that are neither planned nor part of another one, and names views and the like. */
export function newTables(way: WayPlan, input: NewTablesInput): NewTable[] {
  const { plan, facts, claims, choices, names } = input;
  const claimed = new Set<string>();
  for (const { relation, found } of claims.values()) {
    const followed = found === 'byName' || choices.missing === 'follow';
    if (relation && followed) claimed.add(relation.oid);
  }
  const there = new Set(facts.relations.map((r) => r.oid));
  const planned = new Set([...plan.extraObjects, ...(plan.views ?? [])].map((o) => o.name));
  const found: NewTable[] = [];
  for (const relation of facts.relations) {
    const outside = relation.schema !== facts.schema && !facts.made.some((m) => m.oid === relation.oid);
    if (outside || claimed.has(relation.oid) || way.detached.has(relation.oid)) continue;
    // It stood there before the run came.
    if (facts.made.some((m) => m.kind === 'stood' && m.oid === relation.oid)) continue;
    // Rows of partitions and heirs are read with the table above them.
    if ([...ancestors(relation, facts)].some((oid) => there.has(oid))) continue;
    const added = addedOf(relation, facts.schema);
    if (added.kind === 'view' && planned.has(relation.name)) continue;
    way.added.push(added);
    if (relation.kind !== 'v' && relation.kind !== 'f')
      way.counts.push({ added, from: relation, column: null, only: false });
    if (added.kind !== 'table') continue;
    const name = names.take(relation.name);
    if (name !== relation.name) added.as = name;
    if (choices.added === 'leave' || !relation.readable) continue;
    found.push(newTable(relation, name, added));
  }
  return found;
}

function addedOf(relation: Relation, schema: string): Added {
  const kinds = { r: 'table', p: 'table', v: 'view', m: 'materialized view', f: 'foreign table' } as const;
  const reasons = { r: null, p: null, v: 'noRows', m: 'derived', f: 'elsewhere' } as const;
  const reason = reasons[relation.kind] ?? (relation.readable ? null : 'privileges');
  return {
    ...{ kind: kinds[relation.kind], name: nameOf(relation, schema), table: null, column: null, rows: null },
    ...{ brought: reason === null, as: null, reason },
  };
}

/** The names by which a table's rows can be read; one of them has to stay free of columns. */
const rowids = ['rowid', '_rowid_', 'oid'];

function newTable(relation: Relation, name: string, added: Added): NewTable {
  const names = new FreeNames(
    rowids.every((each) => relation.columns.some((c) => fold(c.name) === each)) ? ['oid'] : [],
  );
  const declared = new Map<string, string>();
  const read = { columns: new Map<string, string>(), orders: new Map<string, string>() };
  const columns = relation.columns.map((column) => {
    const type = reverseType(column.base);
    const own = names.take(column.name);
    declared.set(own, type.declared);
    if (column.base === 'timestamptz')
      read.columns.set(column.name, `pg_catalog.timezone('UTC', ${quoteIdent(column.name)})`);
    return newColumn(own, column, type.conversion);
  });
  const rowid = rowids.find((each) => !columns.some((c) => fold(c.source) === each)) as string;
  const primaryKey = relation.keys.find((k) => k.type === 'p');
  const planned: PlanTable = {
    ...{ source: name, target: relation.name, columns, read: { by: 'rowid', name: rowid }, compareKey: null },
    ...{ rowsPerBlock: 1, primaryKey: primaryKey ? { name: '', columns: primaryKey.columns } : null },
    ...{ uniques: [], checks: [], indexes: [], foreignKeys: [], partitions: null },
  };
  const way = {
    oid: relation.oid,
    schema: relation.schema,
    planned,
    actual: planned,
    read: { ...plainRead, ...read },
  };
  return { relation, way, declared, added };
}
