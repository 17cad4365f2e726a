import type {
  PlanColumn,
  PlanIndex,
  PlanObject,
  PlanTable,
  SourceSchema,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { jsonColumnsOf } from './autocore.ts';
import { maxEntryBytes, mostBytes } from './entry-size.ts';
import { call, functions } from './extra-functions.ts';
import { here } from './in-schema.ts';
import type { Names } from './names.ts';
import { searchIndexes } from './search-indexes.ts';

/**
 * What PostgreSQL can do better without the application seeing it: more indexes, JSON that can be queried, search in
 * events. Nothing here can make an INSERT fail that SQLite would have taken: every function gives NULL instead.
 */
export function addExtras(tables: PlanTable[], names: Names, schema: SourceSchema): PlanObject[] {
  const used = new Set<string>();
  const objects: PlanObject[] = [];
  for (const table of tables) {
    const has = (name: string) => table.columns.find((c) => fold(c.source) === name);
    const index = (name: string, method: PlanIndex['method'], terms: string[]) =>
      table.indexes.push({
        name: names.take(name),
        unique: false,
        method,
        terms,
        where: null,
        fromSource: false,
      });
    const name = fold(table.source);
    if (name === 'telemetry_data' || name === 'event_logs') {
      const time = has('timestamp');
      const device = has('device_id');
      if (time?.conversion === 'timestamp')
        index(`idx_${name}_timestamp_brin`, 'brin', [quoteIdent(time.target)]);
      // A text is no id of a device, and may be longer than an entry.
      if (time && device && mostBytes(device) <= maxEntryBytes)
        index(`idx_${name}_device_time`, 'btree', [
          quoteIdent(device.target),
          `${quoteIdent(time.target)} desc`,
        ]);
    }
    const search = name === 'event_logs' ? searchTerm(table.columns) : null;
    if (search !== null) {
      used.add('search_vector');
      index('idx_event_logs_search', 'gin', [`(${search})`]);
    }
    const json = jsonColumnsOf(name)
      .map(has)
      .filter((c) => c !== undefined);
    for (const column of json) {
      const term = ginTerm(name, column);
      if (term === null) continue;
      if (column.conversion === 'text') used.add('try_jsonb');
      index(`idx_${name}_${column.source}_json`, 'gin', [term]);
    }
    const view = typedView(table, name, json.filter(isText), search, names, used);
    if (view) objects.push(view);
  }
  for (const index of searchIndexes(tables, schema, names)) {
    if (index.words) used.add('search_words');
    index.table.indexes.push(index.made);
  }
  return [...functions.filter((f) => used.has(f.name)), ...objects];
}

/** Everything of an event that has words in it, as one tsvector; null without such a column. */
function searchTerm(columns: readonly PlanColumn[]): string | null {
  const words = searchedColumns(columns).map((c) => {
    const column = quoteIdent(c.target);
    return `coalesce(${c.conversion === 'jsonb' ? `${column}::text` : column}, '')`;
  });
  return words.length === 0 ? null : call('search_vector', words.join(" || ' ' || "));
}

/** Columns of events that hold words. */
export function searchedColumns(columns: readonly PlanColumn[]): PlanColumn[] {
  return ['event_type', 'source', 'target', 'action', 'payload', 'error_message']
    .map((name) => columns.find((c) => fold(c.source) === name))
    .filter((c) => c !== undefined)
    .filter((c) => c.conversion === 'text' || c.conversion === 'jsonb');
}

/**
 * Text is indexed through the function that gives NULL, in tables where JSON is asked for. `jsonb_ops` answers `?` as
 * well as `@>`; events are many and only `@>` is worth its room there.
 * https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING
 */
function ginTerm(table: string, column: PlanColumn): string | null {
  const name = quoteIdent(column.target);
  const ops = table === 'event_logs' ? ' jsonb_path_ops' : '';
  if (column.conversion === 'jsonb') return `${name}${ops}`;
  if (column.conversion === 'textArray') return name;
  const wanted = ['devices', 'macros', 'event_logs'].includes(table) && isText(column);
  return wanted ? `(${call('try_jsonb', name)})${ops}` : null;
}

function isText(column: PlanColumn | undefined): column is PlanColumn {
  return column?.conversion === 'text';
}

/** `…_json`: the same columns, JSON as jsonb, telemetry values as numbers too, the words of events to search in. */
function typedView(
  table: PlanTable,
  name: string,
  json: PlanColumn[],
  search: string | null,
  names: Names,
  used: Set<string>,
): PlanObject | null {
  if (!['devices', 'macros', 'event_logs', 'telemetry_data'].includes(name)) return null;
  const value =
    name === 'telemetry_data'
      ? table.columns.find((c) => fold(c.source) === 'data_value' && isText(c))
      : undefined;
  if (json.length === 0 && !value && search === null) return null;
  const selected = table.columns.map((c) => {
    const column = quoteIdent(c.target);
    return json.includes(c) ? `${call('try_jsonb', column)} as ${column}` : column;
  });
  if (json.length > 0 || value) used.add('try_jsonb');
  if (search !== null) selected.push(`${search} as search_vector`);
  if (value) {
    used.add('try_double');
    const column = quoteIdent(value.target);
    selected.push(
      `${call('try_double', column)} as ${quoteIdent('value_number')}`,
      `${call('try_jsonb', column)} as ${quoteIdent('value_json')}`,
    );
  }
  const view = names.take(`${table.target}_json`);
  return {
    kind: 'view',
    name: view,
    table: table.target,
    sql: `create view ${here}${quoteIdent(view)} as select ${selected.join(', ')} from ${here}${quoteIdent(table.target)}`,
  };
}
