import { createHash } from 'node:crypto';
import type {
  Choices,
  LeftOut,
  Measures,
  Plan,
  PlanColumn,
  PlanPartitions,
  PlanTable,
  Profile,
  SourceColumn,
  SourceSchema,
  SourceTable,
} from '../../../shared/model/index.ts';
import { isGrowing, partitionColumn } from './autocore.ts';
import { type ColumnType, chooseType } from './columns.ts';
import { checksOf, foreignKeysOf, keyHasNulls, primaryKeyOf, uniquesOf } from './constraints.ts';
import { addExtras } from './extras.ts';
import { indexesOf } from './indexes.ts';
import { kindOf } from './kinds.ts';
import { Names } from './names.ts';
import { loadingOrder } from './order.ts';
import { partitionMonths } from './partitions.ts';
import { compareKeyOf, readOrderOf, rowsPerBlock } from './reading.ts';
import { type TableScope, translated } from './scope.ts';
import { columnTypeOf } from './set.ts';

export interface PlanInput {
  schema: SourceSchema;
  measures: Measures;
  autocore: string | null;
  profile: Profile;
  extras: boolean;
  /** What a person chose; everything else takes its default. */
  choices: Choices;
}

/** The plan for a source: a pure function, the same input gives the same plan byte for byte. */
export function buildPlan(input: PlanInput): Plan {
  const { schema, measures, extras } = input;
  const ordered = loadingOrder(schema.tables);
  const relations = new Names();
  const leftOut: LeftOut[] = objectsLeftOut(schema);
  const parents = new Set(
    schema.tables.flatMap((t) => t.foreignKeys.map((fk) => fk.references.toLowerCase())),
  );
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
      };
      return [source.name.toLowerCase(), scope] as const;
    }),
  );
  for (const scope of scopes.values()) addColumns(scope, parents.has(scope.source.name.toLowerCase()), input);
  const tables = [...scopes.values()].map((scope) => planTable(scope, measures, extras, input.choices));
  const partitioned = new Set(tables.filter((t) => t.partitions).map((t) => t.source));
  for (const table of tables) {
    const scope = scopes.get(table.source.toLowerCase()) as TableScope;
    table.foreignKeys = foreignKeysOf(scope, scopes, measures, partitioned, input.choices);
  }
  return {
    format: 1,
    profile: input.profile,
    extras,
    source: { autocore: input.autocore, schemaSha256: schemaDigest(schema) },
    tables,
    extraObjects: extras ? addExtras(tables, relations) : [],
    leftOut,
    decisions: [],
  };
}

/** Identifies a schema, so that a saved plan can be recognised as made for another one. */
export function schemaDigest(schema: SourceSchema): string {
  const structure = { ...schema, tables: schema.tables.map((t) => ({ ...t, sequence: null })) };
  return createHash('sha256').update(JSON.stringify(structure)).digest('hex');
}

function addColumns(scope: TableScope, isParent: boolean, input: PlanInput): void {
  const names = new Names(systemColumns);
  for (const source of scope.source.columns) {
    const facts = scope.profile.columns[source.name];
    if (!facts) throw new Error(`column ${scope.source.name}.${source.name} was not profiled`);
    const isId = source.name === scope.source.rowidAlias;
    const planned = isId ? idType(scope, facts) : plannedType(scope, source, facts, isParent, input);
    const chosen = input.choices.types[`${scope.source.name}.${source.name}`];
    const type = chosen === undefined ? planned : columnTypeOf(chosen);
    scope.columns.set(source.name.toLowerCase(), {
      source: source.name,
      target: names.take(source.name, 'column'),
      type: type.type,
      planned: planned.type,
      conversion: type.conversion,
      declined: declinedCauses(scope.source.name, source.name, input.choices),
      nullable: !source.notNull && !isId,
      default: null,
      identity: isId ? { start: nextId(scope.source, facts.maxInteger) } : null,
      generated: null,
      facts,
    });
  }
  for (const source of scope.source.columns) addExpressions(scope, source);
}

/** The type by the data, unless a finding about this column was decided in favour of another one. */
function plannedType(
  scope: TableScope,
  source: SourceColumn,
  facts: PlanColumn['facts'],
  isParent: boolean,
  input: PlanInput,
): ColumnType {
  const own = `:${scope.source.name}.${source.name}`;
  const troubles = input.measures.troubles.filter(
    (t) => t.table === scope.source.name && t.column === source.name,
  );
  const found = chooseType(scope.source, source, facts, { isParent, profile: input.profile, troubles });
  if (found.fallback && input.choices.decisions[`type.fallback${own}`] === 'repair')
    return found.fallback.from;
  const asText = Object.entries(input.choices.decisions).some(
    ([id, option]) => id.endsWith(own) && option === 'text',
  );
  return asText ? { type: 'text', conversion: 'text' } : found;
}

/** Causes whose repair somebody declined: `time.brazilian:devices.last_seen` decided as `null`. */
function declinedCauses(table: string, column: string, choices: Choices): string[] {
  const own = `:${table}.${column}`;
  return Object.entries(choices.decisions)
    .filter(([id, option]) => id.endsWith(own) && option === 'null')
    .map(([id]) => id.slice(0, -own.length))
    .sort();
}

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Defaults and generated columns need every column's type, so they come second. */
function addExpressions(scope: TableScope, source: SourceColumn): void {
  const column = scope.columns.get(source.name.toLowerCase()) as PlanColumn;
  const name = source.name;
  if (source.generated) {
    column.generated = translated(scope, {
      kind: 'generated',
      name,
      sql: source.generated.expression,
      use: 'generated',
      column,
    });
  } else if (source.default !== null && column.identity === null) {
    column.default = translated(scope, {
      kind: 'default',
      name,
      sql: source.default,
      use: 'default',
      column,
    });
  }
}

function idType(scope: TableScope, facts: PlanColumn['facts']): ColumnType {
  const next = BigInt(nextId(scope.source, facts.maxInteger));
  const low = BigInt(facts.minInteger ?? '0');
  const wide = isGrowing(scope.source.name) || next > 2_147_483_647n || low < -2_147_483_648n;
  const declaredBig =
    kindOf(scope.source.columns.find((c) => c.name === scope.source.rowidAlias)?.type ?? '').kind ===
    'bigint';
  return { type: wide || declaredBig ? 'bigint' : 'integer', conversion: 'integer' };
}

/** One past the highest id there is or ever was; identities start at 1, also where all ids are negative. */
function nextId(table: SourceTable, highest: string | null): string {
  const seen = [highest, table.sequence].filter((v) => v !== null).map(BigInt);
  const max = seen.reduce((a, b) => (b > a ? b : a), 0n);
  // SQLite looks for a free id below when the last one is taken; an identity begins again at 1.
  return max >= 2n ** 63n - 1n ? '1' : String(max + 1n);
}

function planTable(scope: TableScope, measures: Measures, extras: boolean, choices: Choices): PlanTable {
  const { source, profile } = scope;
  const columns = [...scope.columns.values()];
  const nullKey = keyHasNulls(scope);
  const key = primaryKeyOf(scope);
  if (key && !nullKey) for (const c of columns) if (key.columns.includes(c.target)) c.nullable = false;
  const partitions = extras ? partitionsOf(scope, choices) : null;
  const uniques = uniquesOf(scope);
  const canPartition =
    partitions && key && !nullKey && uniques.length === 0 && !source.indexes.some((i) => i.unique);
  return {
    source: source.name,
    target: scope.target,
    columns,
    read: readOrderOf(source),
    compareKey: compareKeyOf(source, columns, profile),
    rowsPerBlock: rowsPerBlock(profile.maxRowBytes),
    primaryKey:
      key && !nullKey
        ? { ...key, columns: canPartition ? withColumn(key.columns, partitions.column) : key.columns }
        : null,
    uniques: key && nullKey ? [...uniques, key] : uniques,
    checks: checksOf(scope, measures, choices),
    indexes: indexesOf(scope),
    foreignKeys: [],
    partitions: canPartition ? partitions : null,
  };
}

/** A table by month. A row without a time that can be read is in quarantine: the column is NOT NULL. */
function partitionsOf(scope: TableScope, choices: Choices): PlanPartitions | null {
  const by = partitionColumn(scope.source.name);
  const column = by === null ? undefined : scope.columns.get(by);
  if (!column || column.nullable || column.conversion !== 'timestamp') return null;
  if (choices.decisions[`clock.outliers:${scope.source.name}.${column.source}`] === 'noPartitions')
    return null;
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

/** Views, triggers and virtual tables are programs in SQLite's language: kept as text, for a person to rewrite. */
function objectsLeftOut(schema: SourceSchema): LeftOut[] {
  return [
    ...schema.views.map(
      (v): LeftOut => ({
        kind: 'view',
        table: null,
        name: v.name,
        sql: v.sql,
        reason: 'views are not carried over',
      }),
    ),
    ...schema.triggers.map(
      (t): LeftOut => ({
        kind: 'trigger',
        table: t.table,
        name: t.name,
        sql: t.sql,
        reason: 'triggers are not carried over',
      }),
    ),
    ...schema.virtualTables.map(
      (v): LeftOut => ({
        kind: 'virtual table',
        table: null,
        name: v.name,
        sql: v.sql,
        reason: `module ${v.module} exists only in SQLite`,
      }),
    ),
  ];
}
