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

/**
 * Condition on a row of a catalogue, by its oid: it lies in the schema whose name this expression gives. The server keeps on record what needs
 * a schema, and finds that by an index; by `relnamespace` it reads the whole catalogue, which thousands of vehicles make
 * large. An index is none of these: it goes with its table. https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
export const ofSchema = (catalog: string, oid: string, schema: string): string => `${oid} in (
    select y.objid from pg_catalog.pg_depend y
     where y.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and y.refobjid = pg_catalog.to_regnamespace(pg_catalog.quote_ident(${schema}))
       and y.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass)`;

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
