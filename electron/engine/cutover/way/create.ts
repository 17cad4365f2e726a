import Database from 'better-sqlite3';
import type { PlanTable } from '../../../../shared/model/index.ts';
import { quoteName } from '../../source/sql.ts';
import { simpleDefault } from './default.ts';
import type { RelationKey } from './facts.ts';
import type { NewColumn, NewTable, WayPlan } from './shape.ts';

/**
 * Makes the columns and tables that the application added in the SQLite file. What SQLite refuses is named with its own
 * words in `added`, and taken out of the way back.
 */
export function createAdded(db: Database.Database, way: WayPlan): void {
  const places = placesOf(way);
  for (const column of way.columns) {
    const reason = attempt(db, columnSql(column, places));
    if (reason !== null) withoutColumn(way, column, reason);
  }
  way.newTables = way.newTables.filter((table) => {
    const reason = attempt(db, tableSql(table, places));
    if (reason !== null) Object.assign(table.added, { brought: false, reason });
    return reason === null;
  });
}

function attempt(db: Database.Database, sql: string): string | null {
  try {
    db.exec(sql);
    return null;
  } catch (error) {
    // A full disk is no answer to the question.
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_ERROR') throw error;
    return error.message;
  }
}

/** Names in SQLite of what is there by its oid: parents of foreign keys. */
type Places = Map<string, PlanTable>;

function placesOf(way: WayPlan): Places {
  return new Map([
    ...way.tables.flatMap(({ oid, planned }): [string, PlanTable][] => [[oid, planned]]),
    ...way.newTables.map(({ relation, way: { planned } }): [string, PlanTable] => [relation.oid, planned]),
  ]);
}

function columnSql({ table, name, declared, column, relation }: NewColumn, places: Places): string {
  const value = simpleDefault(column.default, declared, false);
  // SQLite takes NOT NULL for a new column only where every row has a value at once.
  const notNull = column.notNull && value !== null ? ' not null' : '';
  const key = relation.keys.find((k) => k.type === 'f' && k.columns.join() === column.name);
  const parent = key ? references(key, places) : null;
  return `alter table ${quoteName(table)} add column ${quoteName(name)} ${declared}${notNull}${
    value === null ? '' : ` default ${value}`
  }${parent === null ? '' : ` ${parent}`}`;
}

function tableSql({ relation, way: { planned }, declared }: NewTable, places: Places): string {
  const named = (columns: string[]) =>
    columns.map((c) => quoteName(planned.columns.find((own) => own.target === c)?.source ?? c)).join(', ');
  const primary = relation.keys.find((k) => k.type === 'p');
  const id = primary?.columns.length === 1 ? primary.columns[0] : undefined;
  const isId = (target: string) => target === id && declared.get(sourceOf(planned, target)) === 'INTEGER';
  const columns = planned.columns.map(({ source, target }) => {
    const type = declared.get(source) ?? '';
    if (isId(target)) return `${quoteName(source)} INTEGER PRIMARY KEY`;
    const own = relation.columns.find((c) => c.name === target);
    const value = simpleDefault(own?.default ?? null, type, true);
    return `${quoteName(source)} ${type}${own?.notNull ? ' not null' : ''}${value === null ? '' : ` default ${value}`}`;
  });
  const keys = relation.keys.flatMap((key) => {
    if (key.type === 'p') return id !== undefined && isId(id) ? [] : [`primary key (${named(key.columns)})`];
    if (key.type === 'u') return [`unique (${named(key.columns)})`];
    const parent = references(key, places);
    return parent === null ? [] : [`foreign key (${named(key.columns)}) ${parent}`];
  });
  return `create table ${quoteName(planned.source)} (${[...columns, ...keys].join(', ')})`;
}

function sourceOf(table: PlanTable, target: string): string {
  return table.columns.find((c) => c.target === target)?.source ?? target;
}

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html, confupdtype */
const actions: Record<string, string> = { r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };

/** Null where the parent is not in the file. */
function references({ parent, refColumns, onUpdate, onDelete, deferrable }: RelationKey, places: Places) {
  const table = places.get(parent);
  if (!table || !refColumns.every((c) => table.columns.some((own) => own.target === c))) return null;
  const list = refColumns.map((c) => quoteName(sourceOf(table, c))).join(', ');
  return [
    `references ${quoteName(table.source)} (${list})`,
    ...(actions[onUpdate] ? [`on update ${actions[onUpdate]}`] : []),
    ...(actions[onDelete] ? [`on delete ${actions[onDelete]}`] : []),
    ...(deferrable ? ['deferrable initially deferred'] : []),
  ].join(' ');
}

function withoutColumn(way: WayPlan, { relation, column, table, name }: NewColumn, reason: string): void {
  const added = way.counts.find((c) => c.from === relation && c.column === column.name)?.added;
  if (added) Object.assign(added, { brought: false, reason });
  const without = (each: PlanTable): PlanTable => ({
    ...each,
    columns: each.columns.filter((c) => c.source !== name || !c.absent),
  });
  way.tables = way.tables.map((each) =>
    each.planned.source === table
      ? { ...each, planned: without(each.planned), actual: without(each.actual) }
      : each,
  );
}
