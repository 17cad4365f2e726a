import type { Plan, PlanColumn, PlanIndex, PlanTable } from '../../../shared/model/index.ts';
import { nextMonth } from '../source/months.ts';
import { qualified, quoteIdent, quoteLiteral, searchPath } from '../target/sql.ts';
import { hypertableSql } from './hypertables.ts';
import { inSchema } from './in-schema.ts';
import { caseless, caselessExtension, needsCaseless } from './nocase.ts';
import { anyServer, isJsonFunction, needsIsJson, spelledFor } from './server-spelling.ts';

/**
 * One statement of the target's DDL. What is in the target's schema is named with it; everything else is to be looked
 * up in pg_catalog alone, as our sessions do.
 */
export interface Statement {
  kind:
    | 'extension'
    | 'table'
    | 'hypertable'
    | 'primary key'
    | 'unique'
    | 'check'
    | 'foreign key'
    | 'index'
    | 'view'
    | 'function'
    | 'statistics';
  table: string | null;
  name: string;
  sql: string;
  /** Table that a foreign key refers to. */
  references?: string;
}

/** What a statement makes, as the journal knows it. */
export function objectOf({ kind, name, table }: Statement): {
  kind: string;
  name: string;
  parent: string | null;
} {
  return { kind, name, parent: table };
}

/** The same for new rows alone, where existing ones break it; null for what knows no such thing, or is it already. */
export function forNewRows(statement: Statement): Statement | null {
  const isRule = statement.kind === 'check' || statement.kind === 'foreign key';
  if (!isRule || statement.sql.endsWith(notValid(1))) return null;
  return { ...statement, sql: `${statement.sql}${notValid(1)}` };
}

/**
 * Tables and partitions, without anything that would slow the load down.
 * @param server `server_version_num` of the server that it is for; left out: one that any server takes
 */
export function tableStatements(plan: Plan, schema: string, server = anyServer): Statement[] {
  const all = made(plan).flatMap((table) => [
    createTable(table, schema),
    ...partitions(table, schema),
    ...hypertable(table, schema),
  ]);
  return spelled(all, schema, server);
}

/** Keys, checks, indexes and foreign keys, for after the data. Foreign keys come last: they need the parents' keys. */
export function keyStatements(plan: Plan, schema: string, server = anyServer): Statement[] {
  const of = (make: (table: PlanTable, schema: string) => Statement[]) =>
    made(plan).flatMap((table) => make(table, schema));
  return spelled([...of(keys), ...of(indexes), ...of(checks), ...of(foreignKeys)], schema, server);
}

/** Functions that indexes need come before the indexes. */
export function functionStatements(plan: Plan, schema: string, server = anyServer): Statement[] {
  const rules = made(plan).flatMap((t) => [...t.checks.map((c) => c.expression), ...t.indexes.map(whole)]);
  const isJson: Statement = { kind: 'function', table: null, name: 'is_json', sql: isJsonFunction(schema) };
  return [
    ...(rules.some((sql) => needsIsJson(server, sql)) ? [isJson] : []),
    ...extras(plan, schema).filter((o) => o.kind === 'function'),
  ];
}

export function otherStatements(plan: Plan, schema: string, server = anyServer): Statement[] {
  return spelled(
    extras(plan, schema).filter((o) => o.kind !== 'function'),
    schema,
    server,
  );
}

function whole({ terms, where }: PlanIndex): string {
  return [...terms, where ?? ''].join(', ');
}

function spelled(statements: Statement[], schema: string, server: number): Statement[] {
  return statements.map((each) => ({ ...each, sql: spelledFor(server, each.sql, schema) }));
}

/** All of it, in the order in which a run executes it. */
export function allStatements(plan: Plan, schema: string): Statement[] {
  const extension: Statement = {
    kind: 'extension',
    table: null,
    name: caseless,
    sql: caselessExtension(schema),
  };
  const all = [tableStatements, functionStatements, keyStatements, otherStatements];
  return [...(needsCaseless(plan) ? [extension] : []), ...all.flatMap((make) => make(plan, schema))];
}

/**
 * Statements around a script for a session of somebody else's: what it looks up is what was meant, whoever may create
 * in its schemas, and afterwards it looks names up where it did before.
 */
export const ownPath = {
  begin: [
    `select pg_catalog.set_config('autocore.search_path', pg_catalog.current_setting('search_path'), false)`,
    `set search_path = ${searchPath}`,
  ],
  end: [
    `select pg_catalog.set_config('search_path', pg_catalog.current_setting('autocore.search_path'), false)`,
  ],
};

/** The whole schema as one script for any session. */
export function planSql(plan: Plan, schema = 'public'): string {
  const make = schema === 'public' ? [] : [`create schema if not exists ${quoteIdent(schema)}`];
  const all = [...ownPath.begin, ...make, ...allStatements(plan, schema).map((s) => s.sql), ...ownPath.end];
  return `${all.map((sql) => `${sql};`).join('\n\n')}\n`;
}

/** What the application made stays as it is. */
function made(plan: Plan): PlanTable[] {
  return plan.tables.filter((table) => !table.adopted);
}

function extras(plan: Plan, schema: string): Statement[] {
  return plan.extraObjects.map((object) => ({ ...object, sql: inSchema(object.sql, schema) }));
}

function createTable(table: PlanTable, schema: string): Statement {
  const lines = table.columns.map((column) => `  ${columnSql(column, schema)}`);
  const by = table.partitions ? ` partition by range (${quoteIdent(table.partitions.column)})` : '';
  return {
    kind: 'table',
    table: table.target,
    name: table.target,
    sql: `create table ${qualified(schema, table.target)} (\n${lines.join(',\n')}\n)${by}`,
  };
}

function columnSql(column: PlanColumn, schema: string): string {
  const isCaseless = column.type === caseless;
  const parts = [quoteIdent(column.target), isCaseless ? qualified(schema, caseless) : column.type];
  if (isCaseless || /^(text|character)/.test(column.type)) parts.push('collate "C"');
  if (column.identity) {
    const { start, sequence } = column.identity;
    const name = sequence === undefined ? '' : `sequence name ${quoteIdent(sequence)} `;
    parts.push(`generated by default as identity (${name}start with ${start})`);
  }
  if (column.generated !== null) parts.push(`generated always as (${column.generated}) stored`);
  if (column.default !== null) parts.push(`default ${column.default}`);
  if (!column.nullable) parts.push('not null');
  return parts.join(' ');
}

function partitions(table: PlanTable, schema: string): Statement[] {
  if (!table.partitions) return [];
  const make = (name: string, bounds: string): Statement => {
    const sql = `create table ${qualified(schema, name)} partition of ${qualified(schema, table.target)} ${bounds}`;
    return { kind: 'table', table: table.target, name, sql };
  };
  const ranges = table.partitions.ranges.map(({ name, from }) => {
    const to = `${nextMonth(from.slice(0, 7))}-01`;
    return make(name, `for values from (${quoteLiteral(from)}) to (${quoteLiteral(to)})`);
  });
  return [...ranges, make(table.partitions.defaultName, 'default')];
}

/** Before any row is in: later it would have to move them. */
function hypertable({ target, hypertable: by }: PlanTable, schema: string): Statement[] {
  if (!by) return [];
  const sql = hypertableSql(qualified(schema, target), by);
  return [{ kind: 'hypertable', table: target, name: target, sql }];
}

function keys(table: PlanTable, schema: string): Statement[] {
  const add = (kind: 'primary key' | 'unique', key: { name: string; columns: string[] }): Statement => ({
    kind,
    table: table.target,
    name: key.name,
    sql: `${alter(table, schema)} add constraint ${quoteIdent(key.name)} ${kind} (${list(key.columns)})`,
  });
  return [
    ...(table.primaryKey ? [add('primary key', table.primaryKey)] : []),
    ...table.uniques.map((u) => add('unique', u)),
  ];
}

function checks(table: PlanTable, schema: string): Statement[] {
  return table.checks.map((check) => ({
    kind: 'check',
    table: table.target,
    name: check.name,
    sql: `${alter(table, schema)} add constraint ${quoteIdent(check.name)} check (${check.expression})${notValid(check.violations)}`,
  }));
}

function indexes(table: PlanTable, schema: string): Statement[] {
  return table.indexes.map((index) => {
    const where = index.where === null ? '' : ` where ${index.where}`;
    const using = index.method === 'btree' ? '' : ` using ${index.method}`;
    const unique = index.unique ? 'unique ' : '';
    const what = inSchema(`(${index.terms.join(', ')})${where}`, schema);
    const sql = `create ${unique}index ${quoteIdent(index.name)} on ${qualified(schema, table.target)}${using} ${what}`;
    return { kind: 'index', table: table.target, name: index.name, sql };
  });
}

function foreignKeys(table: PlanTable, schema: string): Statement[] {
  return table.foreignKeys.flatMap((fk) => {
    const actions = [
      ...(fk.onUpdate === 'NO ACTION' ? [] : [`on update ${fk.onUpdate.toLowerCase()}`]),
      ...(fk.onDelete === 'NO ACTION' ? [] : [`on delete ${fk.onDelete.toLowerCase()}`]),
      ...(fk.deferrable ? ['deferrable initially deferred'] : []),
    ];
    const key = `foreign key (${list(fk.columns)}) references ${qualified(schema, fk.references)} (${list(fk.refColumns)})`;
    const constraint = `add constraint ${quoteIdent(fk.name)} ${[key, ...actions].join(' ')}${notValid(fk.orphans)}`;
    // Before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key, its partitions do.
    const { partitions } = table;
    const on =
      partitions && fk.orphans > 0
        ? [...partitions.ranges.map((r) => r.name), partitions.defaultName]
        : [table.target];
    return on.map(
      (name): Statement => ({
        kind: 'foreign key',
        table: table.target,
        name: fk.name,
        sql: `alter table ${qualified(schema, name)} ${constraint}`,
        references: fk.references,
      }),
    );
  });
}

function alter(table: PlanTable, schema: string): string {
  return `alter table ${qualified(schema, table.target)}`;
}

function list(columns: string[]): string {
  return columns.map(quoteIdent).join(', ');
}

/** A constraint that some rows violate today is enforced for new rows only: https://www.postgresql.org/docs/current/sql-altertable.html */
function notValid(violations: number): string {
  return violations > 0 ? ' not valid' : '';
}
