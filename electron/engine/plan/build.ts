import { createHash } from 'node:crypto';
import type {
  Choices,
  LeftOut,
  Measures,
  Plan,
  PlanHypertable,
  PlanPartitions,
  PlanTable,
  SourceSchema,
  VirtualTable,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { partitionColumn } from './autocore.ts';
import { checksOf, foreignKeysOf, keyHasNulls, primaryKeyOf, uniquesOf } from './constraints.ts';
import { takesAnyLength } from './entry-size.ts';
import { addExtras } from './extras.ts';
import { chunkDays, wantsHypertable } from './hypertables.ts';
import { indexesOf, isTooLarge } from './indexes.ts';
import type { PlanInput } from './input.ts';
import { setWidths } from './integers.ts';
import { indexesInstead, wantsIndexAlone } from './key-indexes.ts';
import { Names } from './names.ts';
import { loadingOrder } from './order.ts';
import { partitionMonths } from './partitions.ts';
import { addColumns, addRules } from './plan-columns.ts';
import { compareKeyOf, readOrderOf, rowsPerBlock } from './reading.ts';
import type { TableScope } from './scope.ts';
import { tieKeys } from './tied-keys.ts';
import { planTriggers } from './triggers.ts';
import { planViews } from './views.ts';

/** The plan for a source: a pure function, the same input gives the same plan byte for byte. */
export function buildPlan(input: PlanInput): Plan {
  const { schema, measures, extras } = input;
  const ordered = loadingOrder(schema.tables);
  const relations = new Names();
  const leftOut: LeftOut[] = objectsLeftOut(schema);
  const parents = new Set(schema.tables.flatMap((t) => t.foreignKeys.map((fk) => fold(fk.references))));
  const profiles = new Map(measures.tables.map((p) => [p.table, p]));
  // Tables take their names first: an index must give way to a table, not the other way round.
  const scopes = new Map(
    ordered.map((source) => {
      const profile = profiles.get(source.name);
      if (!profile) throw new Error(`table ${source.name} was not profiled`);
      const scope: TableScope = {
        source,
        target: relations.take(source.name),
        profile,
        columns: new Map(),
        relations,
        constraints: new Names(),
        leftOut,
        longTerms: new Map(
          measures.longTerms.filter((t) => t.table === source.name).map((t) => [t.index, t.bytes]),
        ),
        takesAnyLength: takesAnyLength(source.name, input.choices.decisions),
      };
      return [fold(source.name), scope] as const;
    }),
  );
  if (scopes.size !== schema.tables.length) throw new Error('two tables were taken for one');
  for (const scope of scopes.values()) addColumns(scope, parents.has(fold(scope.source.name)), input);
  tieKeys(
    scopes,
    measures.troubles,
    (table, column) => input.choices.types[`${table}.${column}`] !== undefined,
  );
  for (const scope of scopes.values()) addRules(scope);
  const tables = [...scopes.values()].map((scope) => planTable(scope, measures, extras, input.choices));
  const partitioned = new Set(tables.filter((t) => t.partitions || t.hypertable).map((t) => t.source));
  for (const table of tables) {
    const scope = scopes.get(fold(table.source)) as TableScope;
    table.foreignKeys = foreignKeysOf(scope, scopes, partitioned, input);
  }
  const views = planViews(schema, scopes, relations);
  const triggers = planTriggers(schema, scopes, relations, partitioned);
  leftOut.push(...views.leftOut, ...triggers.leftOut);
  for (const table of tables) {
    const own = triggers.triggers.filter((t) => t.table === table.source);
    if (own.length > 0) table.triggers = own.map((t) => t.name);
  }
  const extraObjects = extras ? addExtras(tables, relations, schema) : [];
  // After the extras: one of their indexes may do.
  for (const table of tables) {
    const scope = scopes.get(fold(table.source)) as TableScope;
    if (!wantsIndexAlone(scope.source, input)) continue;
    indexesInstead(scope, table, table.foreignKeys);
    table.foreignKeys = [];
  }
  const plan: Plan = {
    format: 1,
    profile: input.profile,
    extras,
    source: { autocore: input.autocore, schemaSha256: schemaDigest(schema) },
    tables,
    extraObjects,
    views: views.views,
    triggers: triggers.triggers,
    leftOut,
    chosen: input.choices.decisions,
    decisions: [],
  };
  // At the end: what bounds a column are the rules that are really made.
  setWidths(schema, plan, (table, column) => input.choices.types[`${table}.${column}`] !== undefined);
  return plan;
}

/** Identifies a schema, so that a saved plan can be recognised as made for another one. */
export function schemaDigest(schema: SourceSchema): string {
  const structure = {
    ...schema,
    tables: schema.tables.map((t) => ({ ...t, sequence: null })),
    views: schema.views.map(({ name, sql }) => ({ name, sql })),
  };
  return createHash('sha256').update(JSON.stringify(structure)).digest('hex');
}

function planTable(scope: TableScope, measures: Measures, extras: boolean, choices: Choices): PlanTable {
  const { source, profile } = scope;
  const columns = [...scope.columns.values()];
  const nullKey = keyHasNulls(scope);
  // A key of long values is a unique index over their digests.
  const key = isTooLarge(scope, source.primaryKey) ? null : primaryKeyOf(scope);
  if (key && !nullKey) for (const c of columns) if (key.columns.includes(c.target)) c.nullable = false;
  // Since PostgreSQL 18 these are constraints with names as well.
  for (const c of columns) if (!c.nullable) scope.constraints.reserve(`${scope.target}_${c.target}_not_null`);
  const split = extras ? splitOf(scope, choices) : null;
  const uniques = uniquesOf(scope);
  const canSplit = split && key && !nullKey && uniques.length === 0 && !source.indexes.some((i) => i.unique);
  return {
    source: source.name,
    target: scope.target,
    columns,
    read: readOrderOf(source),
    compareKey: compareKeyOf(source, columns, profile),
    rowsPerBlock: rowsPerBlock(profile.maxRowBytes),
    primaryKey:
      key && !nullKey
        ? { ...key, columns: canSplit ? withColumn(key.columns, split.column) : key.columns }
        : null,
    uniques: key && nullKey ? [...uniques, key] : uniques,
    checks: checksOf(scope, measures, choices),
    indexes: indexesOf(scope),
    foreignKeys: [],
    ...(canSplit && 'days' in split
      ? { partitions: null, hypertable: split }
      : { partitions: canSplit && 'ranges' in split ? split : null }),
  };
}

/** A table by time: months, or chunks of TimescaleDB. A row without a time that can be read is in quarantine: the column is NOT NULL. */
function splitOf(scope: TableScope, choices: Choices): PlanPartitions | PlanHypertable | null {
  const by = partitionColumn(scope.source.name);
  const column = by === null ? undefined : scope.columns.get(by);
  if (!column || column.nullable || column.conversion !== 'timestamp') return null;
  if (choices.decisions[`clock.outliers:${scope.source.name}.${column.source}`] === 'noPartitions')
    return null;
  if (wantsHypertable(scope.source.name, choices.decisions))
    return { column: column.target, days: chunkDays(column.facts) };
  const months = partitionMonths(column.source, scope.profile);
  if (!months) return null;
  const name = (suffix: string) => scope.relations.take(`${scope.target}_${suffix}`);
  return {
    column: column.target,
    ranges: months.map((month) => ({ name: name(month.replace('-', '_')), from: `${month}-01` })),
    defaultName: name('default'),
  };
}

function withColumn(columns: string[], column: string): string[] {
  return columns.includes(column) ? columns : [...columns, column];
}

/** Why a virtual table has no table of its own in the target; null where it has. */
function virtualReason({ module, rows, content, beside }: VirtualTable): string | null {
  switch (rows) {
    case 'own':
      return null;
    case 'shadow':
      return `its rows are read from ${content}`;
    case 'unreadable':
      return `the module ${module} cannot read its rows here`;
    case 'elsewhere':
      if (beside && beside.length > 0)
        return `module ${module} is not known here; the tables that begin with its name are migrated (${beside.join(', ')})`;
      return content
        ? `it holds no rows of its own: they are in ${content}`
        : `it holds no rows of its own (module ${module})`;
  }
}

/** What only the application can compute or read: kept as text, for a person to rewrite. */
function objectsLeftOut(schema: SourceSchema): LeftOut[] {
  const unreadable = schema.tables.flatMap((t) =>
    (t.unreadable ?? []).map((column): LeftOut => {
      const reason = 'only the application can compute it';
      return { kind: 'generated', table: t.name, name: column.name, sql: column.sql, reason };
    }),
  );
  return [
    ...unreadable,
    ...schema.virtualTables.flatMap((v): LeftOut[] => {
      const reason = virtualReason(v);
      return reason === null
        ? []
        : [{ kind: 'virtual table', table: null, name: v.name, sql: v.sql, reason }];
    }),
  ];
}
