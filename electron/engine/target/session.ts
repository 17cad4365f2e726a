import { quoteIdent, quoteLiteral } from './sql.ts';

/** Milliseconds that a statement waits for a lock: long enough for a checkpoint, short enough to say who is in the way. */
const lockTimeout = 30_000;

/**
 * Every value crosses as text: these settings make the text the same on every server, whatever its own configuration
 * or the role's says. https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const settings: Record<string, string> = {
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  // 1 or more: the shortest text that gives the same float back (PostgreSQL 12).
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  lock_timeout: String(lockTimeout),
  idle_in_transaction_session_timeout: '0',
  default_transaction_isolation: 'read committed',
  // Rows that a policy hides must be an error, not a missing row.
  row_security: 'off',
};

/** The statements that prepare a session, as one text. `searchPath`: schemas before pg_catalog's own, usually none. */
export function sessionSql(searchPath: readonly string[] = []): string {
  const path = searchPath.length > 0 ? searchPath.map(quoteIdent).join(', ') : 'pg_catalog';
  const sets = Object.entries(settings).map(([name, value]) => `set ${name} = ${quoteLiteral(value)}`);
  return [...sets, `set search_path = ${path}`].join(';\n');
}
