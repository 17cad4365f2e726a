import { quoteIdent } from '../target/sql.ts';

/**
 * What a name of the target's schema begins with in the SQL of a plan, which does not know its schema yet:
 * `:schema.try_jsonb("payload"::text)`.
 */
export const here = ':schema.';

/** Quoted names, constants and bodies of functions, in which nothing is replaced, and what is. */
const pieces =
  /"(?:[^"]|"")*"|\be'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1|(?<![:\w]):schema\./gi;

/** SQL of a plan for the schema that it is meant for. */
export function inSchema(sql: string, schema: string): string {
  return sql.replaceAll(pieces, (piece) => (piece === here ? `${quoteIdent(schema)}.` : piece));
}
