import { quoteIdent, searchPath } from '../target/sql.ts';

/** The oldest version that this program works with, as `server_version_num` has it: what is written for any server. */
export const anyServer = 120_000;

/** `is json` of a column, a random UUID; quoted names and constants, in which nothing is replaced. */
const pieces =
  /\(("(?:[^"]|"")*")::text is json\)|(\bgen_random_uuid\(\))|"(?:[^"]|"")*"|\be'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'/gi;

/**
 * SQL of a plan as a server of that version takes it. A plan is written for the newest one:
 * - before 16 nothing tells JSON but trying (https://www.postgresql.org/docs/16/release-16.html): a function does that;
 * - before 13 random UUIDs come with an extension, which nobody may be allowed to make.
 */
export function spelledFor(server: number, sql: string, schema: string): string {
  return sql.replaceAll(pieces, (piece, column?: string, uuid?: string) => {
    if (column !== undefined && server < 160_000) return `${quoteIdent(schema)}.is_json(${column}::text)`;
    if (uuid !== undefined && server < 130_000) return 'md5(random()::text || clock_timestamp()::text)::uuid';
    return piece;
  });
}

/** True where that SQL calls the function in the place of `is json`. */
export function needsIsJson(server: number, sql: string): boolean {
  return server < 160_000 && [...sql.matchAll(pieces)].some(([, column]) => column !== undefined);
}

/** Runs in the sessions of others, so that its names say where they live. */
export function isJsonFunction(schema: string): string {
  return `create function ${quoteIdent(schema)}.is_json(value text) returns boolean language plpgsql immutable strict
set search_path = ${searchPath} as $$
begin
  perform value::json;
  return true;
exception when data_exception or program_limit_exceeded then
  return false;
end
$$`;
}
