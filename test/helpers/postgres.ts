import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestServer = 'pg18' | 'pg15';

/** True where the machine has a PostgreSQL of its own besides the embedded one. */
export function hasPg15(): boolean {
  return inject('pg15') !== null;
}

/** Every server that there is, also every day: for what one version may do otherwise than the other. */
export function allServers(): TestServer[] {
  return hasPg15() ? ['pg18', 'pg15'] : ['pg18'];
}

/** Superuser URL (with password) of a server that all tests share; its database is `postgres`. */
export function serverUrl(server: TestServer = 'pg18'): string {
  const url = inject(server);
  if (url === null) throw new Error(`there is no ${server} on this machine; ask hasPg15() first`);
  return url;
}

/** A new, empty database in UTF-8 and the C collation. Drop it when done. */
export async function freshDatabase(
  server: TestServer = 'pg18',
): Promise<{ url: string; name: string; drop(): Promise<void> }> {
  const admin = serverUrl(server);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withPg(admin, (client) =>
    client.query(
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C' ${copied(server)}`,
    ),
  );
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: async () => {
      await withPg(admin, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** How a new database gets its files: where they lie in memory, copying them is less work than logging every page. */
export function copied(server: TestServer): string {
  return server === 'pg18' ? 'strategy file_copy' : '';
}

/** Runs `fn` with a connected plain client, and always ends it. */
export async function withPg<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener a connection that the server ends would end the test process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}
