import pg from 'pg';
import { planSql } from '../../electron/engine/plan/ddl.ts';
import { sessionSql } from '../../electron/engine/target/session.ts';
import { quoteIdent } from '../../electron/engine/target/sql.ts';
import { types } from '../../electron/engine/target/types.ts';
import type { Plan } from '../../shared/model/index.ts';
import { freshDatabase, type TestServer } from './postgres.ts';

/** Runs `fn` with a session like the engine's own in an empty schema of a database that is dropped afterwards. */
export async function withTarget<T>(
  server: TestServer,
  schema: string,
  fn: (client: pg.Client, schema: string, url: string) => Promise<T>,
): Promise<T> {
  const database = await freshDatabase(server);
  const client = new pg.Client({ connectionString: database.url, types });
  try {
    await client.connect();
    await client.query(`create schema ${quoteIdent(schema)}`);
    await client.query(sessionSql());
    // For the statements of the tests; ours name the schema.
    await client.query(`set search_path to ${quoteIdent(schema)}`);
    return await fn(client, schema, database.url);
  } finally {
    await client.end();
    await database.drop();
  }
}

/** As `withTarget`, with everything the plan holds already made. */
export async function withPlannedTarget<T>(
  server: TestServer,
  plan: Plan,
  fn: (client: pg.Client, schema: string, url: string) => Promise<T>,
): Promise<T> {
  return withTarget(server, 'garage', async (client, schema, url) => {
    await client.query(planSql(plan, schema));
    return fn(client, schema, url);
  });
}
