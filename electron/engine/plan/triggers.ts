import { createHash } from 'node:crypto';
import { type CreateTriggerStmt, cstVisitor, type Node } from 'sql-parser-cst';
import type { LeftOut, PlanTrigger, SourceSchema, SourceTrigger } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { identifierName } from './expression-columns.ts';
import { toCondition } from './expression-convert.ts';
import { refuse, Untranslatable } from './expression-value.ts';
import { walk } from './expression-walk.ts';
import { Names } from './names.ts';
import { parseStatement } from './query/parse.ts';
import { queryOf } from './query/query.ts';
import { scopeOf } from './query/scope.ts';
import { statementSql } from './query/statement.ts';
import { type Environment, type Frame, frameOf, type Item } from './query/types.ts';
import type { Around, Written } from './query/written.ts';
import type { TableScope } from './scope.ts';
import { namesIn, tableRelation } from './views.ts';

/** Triggers that are understood, and the others with what was not. */
export interface PlannedTriggers {
  triggers: PlanTrigger[];
  leftOut: LeftOut[];
}

/**
 * Translates the triggers of a source into PL/pgSQL: all of one or nothing of it.
 * @param scopes the tables of the plan by their names in lower case
 * @param partitioned source names of tables in partitions
 * @param relations names that are taken in the schema: the functions of triggers get others, so that a person can tell them apart
 */
export function planTriggers(
  schema: SourceSchema,
  scopes: ReadonlyMap<string, TableScope>,
  relations: Names,
  partitioned: ReadonlySet<string>,
): PlannedTriggers {
  const words = namesIn(schema);
  const triggers: PlanTrigger[] = [];
  const leftOut: LeftOut[] = [];
  for (const trigger of schema.triggers) {
    try {
      // A row that moves to another partition is deleted and inserted for the triggers of the table.
      if (partitioned.has(trigger.table)) refuse('a trigger on a table in partitions');
      triggers.push(translate(trigger, schema, scopes, words, relations));
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      const { name, table, sql } = trigger;
      leftOut.push({ kind: 'trigger', table, name, sql, reason: error.message });
    }
  }
  return { triggers, leftOut };
}

function translate(
  { name, table, sql }: SourceTrigger,
  schema: SourceSchema,
  scopes: ReadonlyMap<string, TableScope>,
  words: ReadonlySet<string>,
  relations: Names,
): PlanTrigger {
  const node = parseStatement(sql, words);
  if (node.type !== 'create_trigger_stmt') return refuse('it is no CREATE TRIGGER');
  const own = scopes.get(fold(table));
  if (!own) return refuse('a trigger on a view');
  const { when, event, of } = headOf(node);
  const touches = new Set<string>();
  const writes = new Set<string>();
  const unstable = new Set<string>();
  const written = (wanted: string): Written => {
    const scope = scopes.get(fold(wanted));
    if (!scope) return refuse(missing(wanted, schema));
    touches.add(scope.source.name);
    const { columns, source } = scope;
    const hasRules = source.checks.length > 0;
    return {
      ...tableRelation(scope),
      columns,
      hasRules,
      isOwn: scope === own,
      isVirtual: source.virtual !== undefined,
    };
  };
  const environment: Environment = {
    relation: written,
    common: new Map(),
    names: new Names(['new', 'old', 'excluded']),
    unstable,
    query: queryOf,
  };
  const row = rowFrame(own, event);
  const end = when === 'after' ? 'null' : event === 'delete' ? 'old' : 'new';
  const ends = (what: string) => `${busy(name, false)} return ${what};`;
  const around: Around = {
    environment,
    row,
    written: (wanted) => {
      if (when === 'before' && fold(wanted) === fold(table))
        return refuse('BEFORE, and changes its own table');
      const found = written(wanted);
      writes.add(scopes.get(fold(wanted))?.source.name ?? wanted);
      return found;
    },
    ignore: () => (when === 'before' ? ends('null') : refuse('RAISE(IGNORE) after the row was written')),
  };
  const asks = askedOf(node, own);
  if (when === 'before') refuseUnknown(asks, own, event);
  const condition = node.clauses.find((c) => c.type === 'when_clause');
  const scope = scopeOf(environment, row);
  const statements = bodyOf(node).map((each) => `  ${statementSql(each, around)}`);
  const body = [
    `  if ${isBusy(name)} then return ${end}; end if;`,
    ...(condition
      ? [`  if (${toCondition(walk(condition.expr, scope))}) is not true then return ${end}; end if;`]
      : []),
    `  ${busy(name, true)}`,
    ...statements,
    `  ${ends(end)}`,
  ].join('\n');
  if (body.includes('$autocore$')) return refuse('a text with $autocore$');
  const columns = of.map((column) => {
    const found = own.columns.get(fold(column));
    return found?.target ?? refuse(`the column ${column}, which is not there`);
  });
  return {
    source: name,
    table: own.source.name,
    target: own.target,
    name: relations.take(name),
    when,
    event,
    columns,
    body,
    original: sql,
    touches: [...touches],
    writes: [...writes],
    asks: [...new Set([...asks, ...of])],
    unstable: unstable.size > 0,
  };
}

/**
 * A trigger of SQLite is not run again by what it does itself
 * (https://www.sqlite.org/pragma.html#pragma_recursive_triggers). The setting goes with the transaction, and means
 * nothing outside of a trigger: no session can switch a rule off by it.
 */
function busy(name: string, on: boolean): string {
  return `perform set_config(${setting(name)}, '${on ? 'on' : ''}', true);`;
}

function isBusy(name: string): string {
  return `pg_trigger_depth() > 1 and current_setting(${setting(name)}, true) = 'on'`;
}

function setting(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `'autocore.in_${digest}_' || tg_relid`;
}

interface Head {
  when: PlanTrigger['when'];
  event: PlanTrigger['event'];
  /** Columns of UPDATE OF. */
  of: string[];
}

function headOf({ timeKw, event }: CreateTriggerStmt): Head {
  if (Array.isArray(timeKw)) return refuse('INSTEAD OF');
  if (event.type !== 'trigger_event') return refuse('several events');
  const kind = event.eventKw.name.toLowerCase();
  if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') return refuse(`the event ${kind}`);
  const of = event.columns?.items.map(identifierName) ?? [];
  return { when: timeKw?.name === 'AFTER' ? 'after' : 'before', event: kind, of };
}

function bodyOf({ body }: CreateTriggerStmt): Node[] {
  if (body.type !== 'block_stmt') return refuse('a trigger without statements');
  const { program } = body as unknown as { program: { statements: Node[] } };
  return program.statements.filter((each) => each.type !== 'empty');
}

/** NEW and OLD, whose columns are never meant by their names alone. */
function rowFrame(own: TableScope, event: PlanTrigger['event']): Frame {
  const relation = tableRelation(own);
  const item = (name: string): Item => ({ name, alias: name, relation, hidden: new Set(own.columns.keys()) });
  const items = [...(event === 'delete' ? [] : [item('new')]), ...(event === 'insert' ? [] : [item('old')])];
  return frameOf(items, null);
}

/** Columns of NEW and OLD that the trigger names. */
function askedOf(node: Node, own: TableScope): string[] {
  const asked = new Set<string>();
  cstVisitor({
    member_expr: ({ object, property }) => {
      if (object.type !== 'identifier' || !/^(new|old)$/i.test(identifierName(object))) return;
      if (property.type !== 'identifier') return;
      const column = own.columns.get(fold(identifierName(property)));
      if (column) asked.add(column.source);
    },
  })(node);
  return [...asked];
}

/** Before a row is written SQLite has no id for it, and PostgreSQL nothing that is computed. */
function refuseUnknown(asks: readonly string[], own: TableScope, event: PlanTrigger['event']): void {
  for (const name of asks) {
    const column = own.columns.get(fold(name));
    if (event === 'insert' && column?.identity) refuse('the id of a row before it is written');
    if (event !== 'delete' && column?.generated) refuse('a generated column before its row is written');
  }
}

/** Why a table that a trigger names is not there. */
function missing(name: string, { virtualTables, views }: SourceSchema): string {
  const virtual = virtualTables.find((v) => fold(v.name) === fold(name));
  if (virtual) return `it keeps ${virtual.name} up to date, which holds no rows of its own`;
  const view = views.find((v) => fold(v.name) === fold(name));
  return view ? `it reads the view ${view.name}` : `the table ${name}, which is not there`;
}
