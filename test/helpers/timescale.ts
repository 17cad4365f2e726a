import { dirname, join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { findInitdb } from '../setup/initdb.mjs';
import { type Cluster, startCluster } from './cluster.ts';
import { hasPg15, serverUrl, withPg } from './postgres.ts';

/** A database that somebody has set up for tests on a server with TimescaleDB, as a superuser. */
const given = process.env.AUTOCORE_TIMESCALE_URL;

/** Why there is no TimescaleDB to try things on, for the reader of the test's output; null where there is one. */
async function noTimescale(): Promise<string | null> {
  if (given !== undefined) return null;
  if (!hasPg15())
    return 'No PostgreSQL of this machine, and AUTOCORE_TIMESCALE_URL names no TimescaleDB: skipped.';
  const { rows } = await withPg(serverUrl('pg15'), (client) =>
    client.query("select from pg_available_extensions where name = 'timescaledb'"),
  );
  if (rows.length > 0) return null;
  return "This machine's PostgreSQL has no TimescaleDB, and AUTOCORE_TIMESCALE_URL names none: skipped.";
}

/** What the database has of its own, schemas and what TimescaleDB notes of them: the same before a run and after its undo. */
async function whatStands(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `select 'schema ' || nspname as what from pg_namespace where nspname !~ '^pg_'
     union all select 'relation ' || c.oid::regclass from pg_class c
       where c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'S', 'm') and c.relnamespace::regnamespace::text !~ '^pg_'
     union all select 'trigger ' || tgname from pg_trigger where not tgisinternal
     union all select 'function ' || oid::regprocedure from pg_proc where oid >= 16384
     union all select 'hypertable ' || hypertable_name from timescaledb_information.hypertables
     union all select 'chunk ' || chunk_name from timescaledb_information.chunks
     union all select 'job ' || job_id from timescaledb_information.jobs
     order by 1`,
  );
  return rows.map(({ what }) => what);
}

export interface OnTimescale {
  /** URL of the database, with a role that may make schemas in it and no more. Theirs once a test runs. */
  at: { url: string; server: Cluster | null };
  /** Rows of a question by that role. */
  ask(sql: string): Promise<pg.QueryResult['rows']>;
  /** By whoever looks after the server. */
  asAdmin(sql: string): Promise<pg.QueryResult['rows']>;
  stands(): Promise<string[]>;
}

const role = 'installer';
const password = 'test-secret';

async function start(): Promise<{ admin: string; url: string; server: Cluster | null }> {
  if (given !== undefined) return { admin: given, url: await withRole(given), server: null };
  const initdb = findInitdb();
  if (initdb === null) throw new Error('ask noTimescale() first');
  const server = await startCluster(
    { initdb, postgres: join(dirname(initdb), 'postgres') },
    { shared_preload_libraries: 'timescaledb', 'timescaledb.telemetry_level': 'off' },
  );
  return { admin: server.url, url: await withRole(server.url), server };
}

/** Makes what the tests rely on where it is not there yet. @returns the URL of the role */
async function withRole(admin: string): Promise<string> {
  await withPg(admin, async (client) => {
    const there = async (sql: string) => (await client.query(sql)).rows.length > 0;
    if (!(await there(`select from pg_roles where rolname = '${role}'`)))
      await client.query(`create role ${role} login`);
    await client.query(`alter role ${role} password '${password}'`);
    const { rows } = await client.query('select quote_ident(current_database()) as name');
    await client.query(`grant create on database ${rows[0].name} to ${role}`);
    if (!(await there("select from pg_database where datname = 'bare'")))
      await client.query(`create database bare owner ${role}`);
    await client.query('create extension if not exists timescaledb');
  });
  const url = new URL(admin);
  url.username = role;
  url.password = password;
  return url.href;
}

const missing = await noTimescale();

/** Tests on a server of their own; where there is no TimescaleDB, the reason is printed instead. */
export function describeOnTimescale(name: string, tests: (timescale: OnTimescale) => void): void {
  if (missing !== null) console.log(missing);
  describe.skipIf(missing !== null)(name, () => {
    const at = {} as OnTimescale['at'] & { admin: string };
    beforeAll(async () => {
      Object.assign(at, await start());
    });
    afterAll(() => at.server?.stop());
    const asked = (url: () => string) => (sql: string) =>
      withPg(url(), async (client) => (await client.query(sql)).rows);
    tests({
      at,
      ask: asked(() => at.url),
      asAdmin: asked(() => at.admin),
      stands: () => withPg(at.admin, whatStands),
    });
  });
}
