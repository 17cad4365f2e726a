import type { PlanColumn, PlanIndex, PlanObject, PlanTable } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent, quoteLiteral, searchPath } from '../target/sql.ts';
import { jsonColumnsOf } from './autocore.ts';
import { maxEntryBytes, mostBytes } from './entry-size.ts';
import { here } from './in-schema.ts';
import type { Names } from './names.ts';

/**
 * What PostgreSQL can do better without the application seeing it: more indexes, JSON that can be queried, search in
 * events. Nothing here can make an INSERT fail that SQLite would have taken: every function gives NULL instead.
 */
export function addExtras(tables: PlanTable[], names: Names): PlanObject[] {
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

/**
 * A call of a function of ours. Its argument has exactly the type that the function takes: another function of the same
 * name, which somebody else made for `character varying`, would fit such a column better.
 */
function call(name: string, value: string): string {
  const argument = /^"(?:[^"]|"")*"$/.test(value) ? value : `(${value})`;
  return `${here}${name}(${argument}::text)`;
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

/** Beyond this a tsvector could reach its limit of 1 MB: https://www.postgresql.org/docs/current/textsearch-limitations.html */
export const searchCharacters = 100_000;

/**
 * Numbers that PostgreSQL takes for certain, never too large and never too small: up to eight digits on each side of
 * the point with an exponent to 299, or up to 200 digits with one to 99. A pattern rather than an exception: it can be
 * inlined and run in parallel.
 */
const number =
  '^\\s*[+-]?(\\d{1,8}(\\.\\d{0,8})?([eE][+-]?[012]?\\d{1,2})?|(\\d{0,200}\\.)?\\d{1,100}([eE][+-]?\\d{1,2})?)\\s*$';

/**
 * They run in the sessions of others, wherever these look names up. The error classes are named so that a cancel still
 * cancels. Not `parallel safe`: before PostgreSQL 17 a block with exceptions fails in a parallel query. A function with
 * a setting of its own is not inlined, so every name in that one says where it lives.
 */
const functions: PlanObject[] = [
  {
    kind: 'function',
    name: 'try_jsonb',
    table: null,
    sql: `create function ${here}try_jsonb(value text) returns jsonb language plpgsql immutable strict
set search_path = ${searchPath} as $$
begin
  return value::jsonb;
exception when data_exception or program_limit_exceeded or feature_not_supported then
  return null;
end
$$`,
  },
  {
    kind: 'function',
    name: 'try_double',
    table: null,
    sql: `create function ${here}try_double(value text) returns double precision language sql immutable parallel safe as $$
  select case when value operator(pg_catalog.~) ${quoteLiteral(number)} then value::double precision end
$$`,
  },
  {
    kind: 'function',
    name: 'search_vector',
    table: null,
    sql: `create function ${here}search_vector(value text) returns tsvector language plpgsql immutable strict
set search_path = ${searchPath} as $$
begin
  return to_tsvector(${quoteLiteral('pg_catalog.portuguese')}::regconfig, left(value, ${searchCharacters}));
exception when program_limit_exceeded then
  return null;
end
$$`,
  },
];
