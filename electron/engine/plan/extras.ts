import type { PlanColumn, PlanIndex, PlanObject, PlanTable } from '../../../shared/model/index.ts';
import { quoteIdent, quoteLiteral } from '../target/sql.ts';
import { jsonColumns } from './autocore.ts';
import type { Names } from './names.ts';

/**
 * What PostgreSQL can do better without the application seeing it: more indexes, JSON that can be queried, search in
 * events. Nothing here can make an INSERT fail that SQLite would have taken: every function gives NULL instead.
 */
export function addExtras(tables: PlanTable[], names: Names): PlanObject[] {
  const used = new Set<string>();
  const objects: PlanObject[] = [];
  for (const table of tables) {
    const has = (name: string) => table.columns.find((c) => c.source.toLowerCase() === name);
    const index = (name: string, method: PlanIndex['method'], terms: string[]) =>
      table.indexes.push({
        name: names.take(name),
        unique: false,
        method,
        terms,
        where: null,
        fromSource: false,
      });
    const name = table.source.toLowerCase();
    if (name === 'telemetry_data' || name === 'event_logs') {
      const time = has('timestamp');
      const device = has('device_id');
      if (time?.conversion === 'timestamp')
        index(`idx_${name}_timestamp_brin`, 'brin', [quoteIdent(time.target)]);
      if (time && device)
        index(`idx_${name}_device_time`, 'btree', [
          quoteIdent(device.target),
          `${quoteIdent(time.target)} desc`,
        ]);
    }
    if (name === 'event_logs') {
      const words = ['event_type', 'source', 'target', 'action', 'payload', 'error_message']
        .map(has)
        .filter(isText);
      if (words.length > 0) {
        used.add('search_vector');
        index('idx_event_logs_search', 'gin', [
          `(search_vector(${words.map((c) => `coalesce(${quoteIdent(c.target)}, '')`).join(" || ' ' || ")}))`,
        ]);
      }
    }
    const json = (jsonColumns[name] ?? []).map(has).filter(isText);
    if (name === 'devices' || name === 'macros' || name === 'event_logs') {
      for (const column of json) {
        used.add('try_jsonb');
        index(`idx_${name}_${column.source}_json`, 'gin', [
          `(try_jsonb(${quoteIdent(column.target)})) jsonb_path_ops`,
        ]);
      }
    }
    const view = typedView(table, name, json, names, used);
    if (view) objects.push(view);
  }
  return [...functions.filter((f) => used.has(f.name)), ...objects];
}

function isText(column: PlanColumn | undefined): column is PlanColumn {
  return column?.conversion === 'text';
}

/** `…_json`: the same columns, JSON as jsonb and telemetry values as numbers too. */
function typedView(
  table: PlanTable,
  name: string,
  json: PlanColumn[],
  names: Names,
  used: Set<string>,
): PlanObject | null {
  if (!['devices', 'macros', 'event_logs', 'telemetry_data'].includes(name)) return null;
  const value =
    name === 'telemetry_data'
      ? table.columns.find((c) => c.source.toLowerCase() === 'data_value' && isText(c))
      : undefined;
  if (json.length === 0 && !value) return null;
  const selected = table.columns.map((c) => {
    const column = quoteIdent(c.target);
    return json.includes(c) ? `try_jsonb(${column}) as ${column}` : column;
  });
  used.add('try_jsonb');
  if (value) {
    used.add('try_double');
    const column = quoteIdent(value.target);
    selected.push(
      `try_double(${column}) as ${quoteIdent('value_number')}`,
      `try_jsonb(${column}) as ${quoteIdent('value_json')}`,
    );
  }
  const view = names.take(`${table.target}_json`);
  return {
    kind: 'view',
    name: view,
    table: table.target,
    sql: `create view ${quoteIdent(view)} as select ${selected.join(', ')} from ${quoteIdent(table.target)}`,
  };
}

/** A value that is not of the type gives NULL. The error classes are named so that a cancel still cancels. */
function tryCast(name: string, type: string): PlanObject {
  return {
    kind: 'function',
    name,
    table: null,
    sql: `create function ${name}(value text) returns ${type} language plpgsql immutable strict parallel safe as $$
begin
  return value::${type};
exception when data_exception or program_limit_exceeded or feature_not_supported then
  return null;
end
$$`,
  };
}

/** Beyond this a tsvector could reach its limit of 1 MB: https://www.postgresql.org/docs/current/textsearch-limitations.html */
const searchCharacters = 100_000;

const functions: PlanObject[] = [
  tryCast('try_jsonb', 'jsonb'),
  tryCast('try_double', 'double precision'),
  {
    kind: 'function',
    name: 'search_vector',
    table: null,
    sql: `create function search_vector(value text) returns tsvector language plpgsql immutable strict parallel safe as $$
begin
  return to_tsvector(${quoteLiteral('pg_catalog.portuguese')}::regconfig, left(value, ${searchCharacters}));
exception when program_limit_exceeded then
  return null;
end
$$`,
  },
];
