import { asOfNow, lockId } from '../target/connect.ts';
import { sessionSql } from '../target/session.ts';
import { quoteLiteral, searchPath } from '../target/sql.ts';
import { block, filled, refuse } from './psql.ts';
import { both } from './words.ts';

/** What every script begins with. A server that will not do is refused before anything else is tried. */
export function head(): string {
  return `${echoOff()}${requirements()}`;
}

/** Whatever psql or its start-up file has set: errors end a script, texts are UTF-8, and only what is meant is shown. */
export function echoOff(): string {
  return `${[
    '\\set ON_ERROR_STOP on',
    '\\set ON_ERROR_ROLLBACK off',
    '\\set AUTOCOMMIT on',
    '\\set SINGLELINE off',
    '\\set QUIET on',
    '\\set ECHO none',
    '\\encoding UTF8',
  ].join('\n')}\n`;
}

/**
 * Everything or nothing of it, in a session that is as our own are until it ends: a pooler may hand the next transaction
 * to another one. https://www.pgbouncer.org/features.html
 * @param schema held for the time: two at once would be in each other's way
 */
export function transaction(body: string, schema: string): string {
  const begin = 'begin isolation level read committed';
  return `${begin};\n${settings(hold(schema))}${body}commit;\n`;
}

/** One look at everything, at one moment. */
export function look(body: string): string {
  return `${asOfNow};\n${settings('')}${body}commit;\n`;
}

/** In a block, because what psql selects it prints. */
function settings(more: string): string {
  return block(`  execute ${quoteLiteral(sessionSql(true))};${more}`);
}

function hold(schema: string): string {
  return `
  if not pg_try_advisory_xact_lock(${lockId(`schema:${schema}`)}) then
    ${refuse(quoteLiteral(both('busy', { schema })))};
  end if;`;
}

/** Such a server may have another encoding, so these texts are ASCII; and older settings than ours. */
function requirements(): string {
  const version = { version: `current_setting('server_version')` };
  const encoding = { encoding: 'getdatabaseencoding()' };
  const body = block(`  if current_setting('server_version_num')::integer < 120000 then
    ${refuse(filled(both('tooOld', { version: '<version>' }), version))};
  end if;
  if getdatabaseencoding() <> 'UTF8' then
    ${refuse(filled(both('encoding', { encoding: '<encoding>' }), encoding))};
  end if;
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    ${refuse(quoteLiteral(both('readOnly')))};
  end if;`);
  // What somebody has put before the server's own functions is found no more from the first statement on.
  return `begin;\nset local search_path = ${searchPath};\n${body}commit;\n`;
}
