import { dirname, join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { findInitdb } from '../setup/initdb.mjs';
import { type Cluster, startCluster } from './cluster.ts';
import { hasPg15, serverUrl, withPg } from './postgres.ts';

/** Three real nodes: a coordinator that takes no schemas, and two that do. */
interface CitusNodes {
  /** URLs of the same database on each node, with the password. */
  coordinator: string;
  workers: string[];
  /** The coordinator's server, to be killed; null where the nodes are somebody else's. */
  server: Cluster | null;
  stop(): Promise<void>;
}

/** Nodes that somebody has set up, in a database that is there for tests. */
const given = process.env.AUTOCORE_CITUS_URL;

/** Why there is no Citus to try things on, for the reader of the test's output; null where there is one. */
async function noCitus(): Promise<string | null> {
  if (given !== undefined) return null;
  if (!hasPg15()) return 'No PostgreSQL of this machine, and AUTOCORE_CITUS_URL names no Citus: skipped.';
  const { rows } = await withPg(serverUrl('pg15'), (client) =>
    client.query("select from pg_available_extensions where name = 'citus'"),
  );
  if (rows.length > 0) return null;
  return "This machine's PostgreSQL has no Citus, and AUTOCORE_CITUS_URL names none: skipped.";
}

/** Starts the nodes, or names those that are there. Schemas are spread by the setting of the database. */
async function startCitus(): Promise<CitusNodes> {
  if (given !== undefined) return foreignNodes(given);
  const initdb = findInitdb();
  if (initdb === null) throw new Error('ask noCitus() first');
  const programs = { initdb, postgres: join(dirname(initdb), 'postgres') };
  const settings = {
    shared_preload_libraries: 'citus',
    // What evens nodes out copies by it.
    wal_level: 'logical',
    max_prepared_transactions: '200',
    // Each node is a client of the others, and looks for certificates in nobody's home.
    'citus.node_conninfo': 'sslmode=disable',
  };
  const servers = await Promise.all([1, 2, 3].map(() => startCluster(programs, settings)));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const [first, ...others] = servers as [Cluster, ...Cluster[]];
    const password = new URL(first.url).password;
    for (const { url } of servers) {
      await withPg(url, async (client) => {
        await client.query('create extension citus');
        await client.query("insert into pg_dist_authinfo values (0, 'postgres', $1)", [
          `password=${password}`,
        ]);
      });
    }
    await withPg(first.url, async (client) => {
      await client.query("select citus_set_coordinator_host('127.0.0.1', $1::int)", [first.port]);
      for (const { port } of others)
        await client.query("select citus_add_node('127.0.0.1', $1::int)", [port]);
      await client.query('alter database postgres set citus.enable_schema_based_sharding = on');
    });
    return { coordinator: first.url, workers: others.map(({ url }) => url), server: first, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function foreignNodes(coordinator: string): Promise<CitusNodes> {
  const { rows } = await withPg(coordinator, (client) =>
    client.query<{ nodename: string; nodeport: number }>(
      'select nodename, nodeport from pg_dist_node where groupid <> 0 order by nodeid',
    ),
  );
  const workers = rows.map(({ nodename, nodeport }) => {
    const url = new URL(coordinator);
    url.hostname = nodename;
    url.port = String(nodeport);
    return url.href;
  });
  return { coordinator, workers, server: null, stop: async () => {} };
}

/** What a node has of its own, schemas and what Citus notes of them: the same before a run and after its undo. */
async function whatStands(url: string): Promise<string[]> {
  const { rows } = await withPg(url, (client: pg.Client) =>
    client.query<{ what: string }>(
      `select 'schema ' || nspname as what from pg_namespace where nspname !~ '^pg_'
       union all select 'relation ' || relname from pg_class c where c.oid >= 16384 and relkind in ('r', 'p', 'v', 'S', 'm')
         and relnamespace not in (select oid from pg_namespace where nspname ~ '^(pg_|citus)')
       union all select 'placed ' || logicalrelid from pg_dist_partition
       union all select 'shard ' || shardid from pg_dist_shard
       union all select 'tenant ' || schemaid from pg_dist_schema
       union all select 'prepared ' || gid from pg_prepared_xacts
       union all select 'known ' || pg_describe_object(classid, objid, objsubid) from pg_dist_object
         -- of roles, and of the language that it has met, Citus keeps a note
         where classid not in ('pg_authid'::regclass, 'pg_extension'::regclass)
       order by 1`,
    ),
  );
  return rows.map(({ what }) => what);
}

export interface OnCitus {
  /** Theirs once a test runs. */
  nodes: CitusNodes;
  /** Rows of a question to a node; the coordinator where none is named. */
  ask(sql: string, url?: string): Promise<pg.QueryResult['rows']>;
  /** `whatStands` of each node, the coordinator first. */
  everywhere(): Promise<string[][]>;
}

const missing = await noCitus();

/** Tests on nodes of their own; where there is no Citus, the reason is printed instead. */
export function describeOnCitus(name: string, tests: (citus: OnCitus) => void): void {
  if (missing !== null) console.log(missing);
  describe.skipIf(missing !== null)(name, () => {
    const nodes = {} as CitusNodes;
    beforeAll(async () => {
      Object.assign(nodes, await startCitus());
    });
    afterAll(() => nodes.stop());
    tests({
      nodes,
      ask: (sql, url = nodes.coordinator) => withPg(url, async (client) => (await client.query(sql)).rows),
      everywhere: () => Promise.all([nodes.coordinator, ...nodes.workers].map(whatStands)),
    });
  });
}
