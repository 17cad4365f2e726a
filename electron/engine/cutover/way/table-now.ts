import type { WayBackChoices } from '../../../../shared/contract.ts';
import type { ConversionName, PlanColumn, PlanTable, SourceTable } from '../../../../shared/model/index.ts';
import { noFacts } from '../../audit/facts.ts';
import type { TargetRead } from '../../diff/way-table.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import type { Column, Relation, TargetFacts } from './facts.ts';
import { namesOfTable } from './names.ts';
import { ancestors, type Claims, decided, nameOf, type WayPlan } from './shape.ts';
import { conversionNow, reverseType, strictDeclared } from './types.ts';

export interface TableNowInput {
  table: PlanTable;
  source: SourceTable;
  relation: Relation;
  facts: TargetFacts;
  claims: Claims;
  choices: WayBackChoices;
}

/** Adds one planned table to the way back: its columns as they are now, those that came, the rows of its parts. */
export function tableNow(way: WayPlan, input: TableNowInput): void {
  const { table, source, relation, facts, choices } = input;
  const computed = new Set(source.columns.filter((c) => c.generated !== null).map((c) => c.name));
  const columns: { planned: PlanColumn; now: Column }[] = [];
  for (const [i, planned] of table.columns.entries()) {
    if (computed.has(planned.source)) continue;
    const now =
      relation.columns.find((c) => c.name === planned.target) ?? missingColumn(way, input, planned, i);
    if (now) columns.push({ planned: { ...planned, target: now.name }, now });
  }
  const used = new Set(columns.map(({ now }) => now.name));
  // What PostgreSQL computes by itself in the plan's place is no addition, nor is what the application had there before.
  const known = new Set([...used, ...table.columns.map((c) => c.target), ...before(facts, table.target)]);
  const names = namesOfTable(source, table.read);
  for (const column of relation.columns.filter((c) => !known.has(c.name))) {
    const type = reverseType(column.base);
    const name = names.take(column.name);
    const added = {
      ...{ kind: 'column' as const, name: column.name, table: table.target, column: column.name, rows: null },
      ...{ brought: true, as: name === column.name ? null : name, reason: null },
    };
    way.added.push(added);
    way.counts.push({ added, from: relation, column: column.name, only: false });
    if (choices.added === 'leave') continue;
    const declared = source.strict ? strictDeclared(type) : type.declared;
    way.columns.push({ table: table.source, name, declared, column, relation });
    columns.push({ planned: newColumn(name, column, type.conversion), now: column });
  }
  const parts = partsOf(way, input);
  const planned = { ...table, target: relation.name, columns: columns.map((c) => c.planned) };
  const conversions = columns.map(({ planned: p, now }) => conversionNow(p.conversion, now.base));
  const actual = {
    ...planned,
    columns: columns.map(({ planned: p }, i) => columnNow(p, conversions[i] as ConversionName)),
  };
  // A key that has another type by now sorts in another way.
  const keyChanged = planned.columns.some(
    (c, i) => table.compareKey?.includes(c.source) && c.conversion !== conversions[i],
  );
  const compareKey = keyChanged ? null : table.compareKey;
  way.tables.push({
    oid: relation.oid,
    schema: relation.schema,
    planned: { ...planned, compareKey },
    actual: { ...actual, compareKey },
    read: readOf(
      relation,
      columns.map(({ now }, i) => ({ ...now, isZoned: conversions[i] === 'timestamptz' })),
      parts,
    ),
  });
}

/** What the plan knew of another type says nothing of the one that stands there now. */
function columnNow({ fit, form, ...planned }: PlanColumn, conversion: ConversionName): PlanColumn {
  const isStill = conversion === planned.conversion;
  return { ...planned, conversion, ...(isStill && fit && { fit }), ...(isStill && form && { form }) };
}

/** Columns that an application's table had when the run came to it. */
function before(facts: TargetFacts, table: string): string[] {
  const note = facts.made.find((m) => m.kind === 'adopted' && m.name === table)?.parent;
  return note ? (JSON.parse(note) as string[]) : [];
}

export function newColumn(name: string, column: Column, conversion: ConversionName): PlanColumn {
  return {
    ...{ source: name, target: column.name, type: column.type, planned: column.type, conversion },
    ...{ declined: [], nullable: true, default: null, identity: null, generated: null },
    ...{ facts: noFacts(false), absent: true as const },
  };
}

/** Null where nothing stands for the column: the snapshot's values stay, or nothing is done. */
function missingColumn(way: WayPlan, input: TableNowInput, planned: PlanColumn, at: number): Column | null {
  const { table, relation, facts, choices } = input;
  if (planned.generated !== null) return null;
  const names = new Set(table.columns.map((c) => c.target));
  const free = relation.columns.filter((c) => !names.has(c.name));
  const own = facts.made.some((m) => m.kind === 'table' && m.oid === relation.oid);
  // A renamed column keeps its number, and the run made its tables in the plan's order.
  const same = own ? free.find((c) => c.place === at + 1) : undefined;
  const alike = free.filter((c) => reverseType(c.base).conversion === planned.conversion);
  const lost = table.columns.filter((c) => !relation.columns.some((r) => r.name === c.target)).length;
  const other = same ?? (lost === 1 && alike.length === 1 ? (alike[0] as Column) : null);
  const isKey = table.compareKey?.includes(planned.source) ?? false;
  const wanted = decided(choices, other !== null);
  // Without its key no row of the snapshot can be told from another.
  const by = wanted === 'snapshot' && isKey ? 'refuse' : wanted;
  const looksLike = other?.name ?? null;
  way.missing.push({ kind: 'column', table: table.target, column: planned.target, looksLike, by });
  return by === 'follow' ? other : null;
}

/** How the run and its upkeep call the partitions of a month: plan/partitions.ts, target/upkeep.ts. */
function isMonth(name: string, table: string): boolean {
  return name.startsWith(`${table.slice(0, 50)}_`) && /_\d{4}_\d\d$/.test(name);
}

/** Tables that hold rows of this one. Those of its partitions and heirs are read with it; those of detached ones beside. */
function partsOf(way: WayPlan, input: TableNowInput): Relation[] {
  const { table, relation, facts, claims, choices } = input;
  const planned = new Set([...claims.values()].map((c) => c.relation?.oid));
  const parts: Relation[] = [];
  for (const each of facts.relations) {
    if (planned.has(each.oid) || !/[rpf]/.test(each.kind)) continue;
    const made = facts.made.some(
      (m) => m.kind === 'table' && m.oid === each.oid && m.parent === table.target,
    );
    const name = nameOf(each, facts.schema);
    const entry = { name, table: table.target, column: null, rows: null, as: null };
    if (ancestors(each, facts).has(relation.oid)) {
      if (each.isPartition && (made || isMonth(each.name, table.target))) continue;
      const kind = each.isPartition ? ('partition' as const) : ('inherited table' as const);
      const added = { ...entry, kind, brought: true, reason: 'withTable' };
      way.added.push(added);
      way.counts.push({ added, from: each, column: null, only: true });
      if (!each.isPartition) ownColumns(way, input, each);
      continue;
    }
    const alike = table.columns.every((c) =>
      each.columns.some(
        (own) =>
          own.name === c.target && own.type === relation.columns.find((r) => r.name === c.target)?.type,
      ),
    );
    const looksDetached =
      table.partitions !== null && isMonth(each.name, table.target) && each.keys.some((k) => k.type === 'p');
    if (!alike || each.parents.length > 0 || (!made && !looksDetached) || each.name === table.target)
      continue;
    const added = { ...entry, kind: 'partition' as const, brought: true, reason: null };
    way.added.push(added);
    way.counts.push({ added, from: each, column: null, only: false });
    if (choices.added !== 'leave') parts.push(each);
    way.detached.add(each.oid);
  }
  return parts;
}

/** Columns that only an heir has are not read with the table. */
function ownColumns(way: WayPlan, { relation, facts }: TableNowInput, heir: Relation): void {
  const inherited = new Set(relation.columns.map((c) => c.name));
  for (const column of heir.columns.filter((c) => !inherited.has(c.name))) {
    const added = {
      ...{
        kind: 'column' as const,
        name: column.name,
        table: nameOf(heir, facts.schema),
        column: column.name,
      },
      ...{ rows: null, brought: false, as: null, reason: 'childOnly' },
    };
    way.added.push(added);
    way.counts.push({ added, from: heir, column: column.name, only: true });
  }
}

function readOf(
  relation: Relation,
  columns: (Column & { isZoned: boolean })[],
  parts: Relation[],
): TargetRead {
  const read = { columns: new Map<string, string>(), orders: new Map<string, string>() };
  for (const { name, base, collation, isZoned } of columns) {
    const c = quoteIdent(name);
    if (base === 'timestamptz' && !isZoned) read.columns.set(name, `pg_catalog.timezone('UTC', ${c})`);
    if (collation !== null && collation !== 'C') read.orders.set(name, `${c} collate "C"`);
  }
  const list = columns.map((c) => quoteIdent(c.name)).join(', ');
  const rows = [relation, ...parts].map((r) => `select ${list} from ${qualified(r.schema, r.name)}`);
  return { ...read, from: parts.length === 0 ? null : `(${rows.join(' union all ')}) as autocore_parts` };
}
