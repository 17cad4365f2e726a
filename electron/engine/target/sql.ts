/**
 * Where our statements look names up. What others may have made in the target's schema is never found, however well it
 * fits: names in that schema are qualified. Temporary tables come last, and are there only because they would come
 * first unsaid. https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058
 */
export const searchPath = 'pg_catalog, pg_temp';

/** Quotes any name for PostgreSQL. https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes any text as a PostgreSQL string constant that does not depend on standard_conforming_strings. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}

/** `"schema"."name"`. */
export function qualified(schema: string, name: string): string {
  return `${quoteIdent(schema)}.${quoteIdent(name)}`;
}

/** What every database of ours is made as: texts as they are in the source, in the order of their bytes. */
export const utf8Database = `template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`;

/** Condition on a row of a catalogue, by its oid: what an extension brought is its own, and often a superuser's. */
export const notOfExtension = (catalog: string, oid: string): string => `not exists (
    select from pg_catalog.pg_depend x
     where x.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and x.objid = ${oid} and x.deptype = 'e')`;

/** A statement with its parameters, as the driver takes it. */
export interface Query {
  text: string;
  values: unknown[];
}

/** The same as text alone, for whoever has no driver. Only for our own statements: `$1` counts wherever it stands. */
export function withLiterals({ text, values }: Query): string {
  return text.replaceAll(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  // An empty array has its type from the cast behind it.
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`;
  return quoteLiteral(String(value));
}
