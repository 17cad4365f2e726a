import type { PlanObject } from '../../../shared/model/index.ts';
import { quoteLiteral, searchPath } from '../target/sql.ts';
import { here } from './in-schema.ts';

/**
 * A call of a function of ours. Its argument has exactly the type that the function takes: another function of the same
 * name, which somebody else made for `character varying`, would fit such a column better.
 */
export function call(name: string, value: string): string {
  const argument = /^"(?:[^"]|"")*"$/.test(value) ? value : `(${value})`;
  return `${here}${name}(${argument}::text)`;
}

/** A text as a tsvector, NULL where it would be too large for one. */
function searchFunction(name: string, configuration: string): string {
  return `create function ${here}${name}(value text) returns tsvector language plpgsql immutable strict
set search_path = ${searchPath} as $$
begin
  return to_tsvector(${quoteLiteral(configuration)}::regconfig, left(value, ${searchCharacters}));
exception when program_limit_exceeded then
  return null;
end
$$`;
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
export const functions: readonly PlanObject[] = [
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
    name: 'search_words',
    table: null,
    sql: searchFunction('search_words', 'pg_catalog.simple'),
  },
  {
    kind: 'function',
    name: 'search_vector',
    table: null,
    sql: searchFunction('search_vector', 'pg_catalog.portuguese'),
  },
];
