import type pg from 'pg';
import type { EngineContext } from '../context.ts';
import { withTarget } from '../run/target.ts';
import { toDatabase } from '../target/other-database.ts';
import { quoteIdent, quoteLiteral, utf8Database } from '../target/sql.ts';

interface Place {
  workspace: string;
  fleet: string;
  /** The database. */
  schema: string;
  env: Record<string, string | undefined>;
}

/** object_in_use. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const inUse = '55006';

const markOf = (fleet: string): string => `autocore-migrate: fleet ${fleet}`;

/** Makes a vehicle's database where it is missing; one that is there is used as it is. */
export async function withDatabaseOf(place: Place, target: string, ctx: EngineContext): Promise<void> {
  const { fleet, schema } = place;
  await inServer(place, target, ctx, async (client) => {
    const there = await client.query('select from pg_database where datname = $1::name', [schema]);
    if (there.rowCount !== 0) return;
    await client.query(`create database ${quoteIdent(schema)} ${utf8Database}`);
    await client.query(`comment on database ${quoteIdent(schema)} is ${quoteLiteral(markOf(fleet))}`);
  });
}

/** True where a database holds nothing but what it was made with. */
const emptyQuery = `select not exists (
    select from pg_namespace where oid >= 16384
      and nspname !~ '^pg_(toast_)?temp_')
  and not exists (select from pg_class where oid >= 16384 and relnamespace <> 'pg_toast'::regnamespace)
  and not exists (select from pg_proc where oid >= 16384) as empty`;

/**
 * Drops a vehicle's database where the fleet made it and nobody has put anything into it. One that
 * somebody is connected to stays: the vehicle is undone all the same.
 */
export async function dropDatabaseOf(place: Place, target: string, ctx: EngineContext): Promise<void> {
  const { fleet, schema } = place;
  await inServer(place, target, ctx, async (client) => {
    const { rows } = await client.query<{ ours: boolean }>(
      `select shobj_description(oid, 'pg_database') is not distinct from $2::text as ours
       from pg_database where datname = $1::name`,
      [schema, markOf(fleet)],
    );
    if (!rows[0]?.ours) return;
    const isEmpty = await inServer(place, toDatabase(target, schema), ctx, async (own) => {
      const found = await own.query<{ empty: boolean }>(emptyQuery);
      return found.rows[0]?.empty ?? false;
    });
    if (!isEmpty) return;
    await client.query(`drop database ${quoteIdent(schema)}`).catch((error: { code?: string }) => {
      if (error.code !== inUse) throw error;
      ctx.log.warn({ database: schema, err: error }, 'a database stays: somebody is connected to it');
    });
  });
}

function inServer<T>(
  { workspace, env }: Place,
  url: string,
  ctx: EngineContext,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withTarget({ workspace, url, env }, ctx, (target) =>
    target.withClients(1, ([client]) => work(client)),
  );
}
