import { quoteText } from '../../source/sql.ts';

/**
 * A default of PostgreSQL as SQLite writes it, where it is a plain value (or the present moment, where that is allowed);
 * null for any other. `text`: as pg_get_expr prints it, with the session's search_path.
 */
export function simpleDefault(text: string | null, declared: string, moment: boolean): string | null {
  if (text === null) return null;
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  if (/^(true|false)$/.test(text)) return text === 'true' ? '1' : '0';
  if (/^(now\(\)|CURRENT_TIMESTAMP)$/.test(text))
    return moment && declared === 'DATETIME' ? 'current_timestamp' : null;
  const [, quoted, type = ''] = /^'((?:[^'\\]|'')*)'::([\w. ]+(?:\(\d+(?:,\d+)?\))?)$/.exec(text) ?? [];
  if (quoted === undefined) return null;
  const value = quoted.replaceAll("''", "'");
  if (/^(integer|bigint|smallint|numeric|double precision|real)/.test(type))
    return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
  const isText = /^(text|character varying|date$|timestamp without|time without|jsonb?$|uuid$)/.test(type);
  return isText ? quoteText(value) : null;
}
