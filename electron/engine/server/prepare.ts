import type { Client } from 'pg';
import { withClient } from '../target/connect.ts';
import { quoteIdent, quoteLiteral, utf8Database } from '../target/sql.ts';
import { type Credentials, database, managedConfig, owner } from './credentials.ts';

/**
 * Makes the role and the database of a server that has just started, where they are missing, and gives the role the
 * password that we keep. Safe to repeat: whatever an interrupted start left out is made good.
 */
export async function prepareDatabase(port: number, credentials: Credentials): Promise<void> {
  await withClient(managedConfig(port, credentials, 'superuser'), async (client) => {
    // A statement that fails is logged as it was sent, and these hold a password.
    await client.query('set log_min_error_statement = panic; set log_statement = none');
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [owner]);
    const verb = roles.rows.length > 0 ? 'alter' : 'create';
    await client.query(
      `${verb} role ${quoteIdent(owner)} with login createdb password ${quoteLiteral(credentials.owner)}`,
    );
    // now() is UTC on SQLite and follows the session's zone here.
    await client.query(`alter role ${quoteIdent(owner)} set timezone = 'UTC'`);
    await makeTemplate(client);
    const databases = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (databases.rows.length > 0) return;
    // Half the time of writing it all into the WAL; the checkpoint that it takes instead has nothing to write yet.
    // https://www.postgresql.org/docs/current/sql-createdatabase.html
    await client.query(
      `create database ${quoteIdent(database)} owner ${quoteIdent(owner)} ${utf8Database} strategy file_copy`,
    );
  });
}

/** Where initdb could not make UTF-8, whoever makes a database later must not get one that takes any bytes. */
async function makeTemplate(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'template1'`,
  );
  if (rows[0]?.encoding === 'UTF8') return;
  if (rows.length > 0) {
    await client.query('alter database template1 is_template false');
    await client.query('drop database template1');
  }
  await client.query(`create database template1 ${utf8Database} is_template true`);
}
