import { sessionSql } from '../target/session.ts';
import { type Query, quoteLiteral, withLiterals } from '../target/sql.ts';
import { both } from './words.ts';

/**
 * Text for psql. It puts variables (`:name`) in place and reads backslashes as commands of its own outside of quotes
 * alone, so names and values go into quotes and never into a line that begins with a backslash.
 * https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION
 */
export function statement(sql: string | Query): string {
  // What somebody edited in a plan may end with a comment.
  return `${typeof sql === 'string' ? sql.trim() : withLiterals(sql)}\n;\n`;
}

/** A block of PL/pgSQL: it can refuse, and prints nothing. */
export function block(body: string, declare = ''): string {
  let tag = '$autocore$';
  for (let n = 1; (declare + body).includes(tag); n++) tag = `$autocore${n}$`;
  const declared = declare && `declare\n  ${declare}\n`;
  return `do ${tag}\n${declared}begin\n${body}\nend\n${tag};\n`;
}

/** Part of such a block that stops everything with a text in both languages. */
export function refuse(text: string): string {
  return `raise exception using message = ${text}`;
}

/** A text with what is known only there in it: `<name>` stands for what an expression gives. */
export function filled(text: string, values: Record<string, string>): string {
  return Object.entries(values).reduce(
    (sql, [name, expression]) => `replace(${sql}, '<${name}>', (${expression})::text)`,
    quoteLiteral(text),
  );
}

/** A line on the screen of whoever runs the script. */
export function echo(text: string): string {
  return `\\echo '${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`;
}

/** Another file of the folder, wherever the folder is and psql was called. */
export function include(path: string): string {
  return `\\ir ${path}\n`;
}

/** Everything or nothing of it. */
export function transaction(body: string, begin = 'begin'): string {
  return `${begin};\n${body}commit;\n`;
}

/**
 * What every script begins with, whatever psql, its start-up file, the server or the role has set: errors end it, texts
 * are UTF-8, and the session is as our own are. A server that will not do is refused before anything else is tried.
 */
export function head(): string {
  return `${[
    '\\set ON_ERROR_STOP on',
    '\\set ON_ERROR_ROLLBACK off',
    '\\set AUTOCOMMIT on',
    '\\set SINGLELINE off',
    '\\set QUIET on',
    '\\set ECHO none',
    '\\encoding UTF8',
  ].join('\n')}\n${requirements()}${session()}`;
}

/** Such a server may have another encoding, so these texts are ASCII; and older settings than ours. */
function requirements(): string {
  const version = { version: `pg_catalog.current_setting('server_version')` };
  const encoding = { encoding: 'pg_catalog.getdatabaseencoding()' };
  return block(`  if pg_catalog.current_setting('server_version_num')::integer < 120000 then
    ${refuse(filled(both('tooOld', { version: '<version>' }), version))};
  end if;
  if pg_catalog.getdatabaseencoding() <> 'UTF8' then
    ${refuse(filled(both('encoding', { encoding: '<encoding>' }), encoding))};
  end if;
  if pg_catalog.pg_is_in_recovery() or pg_catalog.current_setting('transaction_read_only')::boolean then
    ${refuse(quoteLiteral(both('readOnly')))};
  end if;`);
}

/** In a block, because what psql selects it prints. */
function session(): string {
  return block(`  execute ${quoteLiteral(sessionSql())};`);
}
