import { dirname, join } from 'node:path';
import pg from 'pg';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { findInitdb } from '../setup/initdb.mjs';

/** What a stock installation has; the tests' own cluster is fast rather than durable. */
const stock = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  max_connections: '100',
};

export interface BenchServer extends Cluster {
  /** Its own psql. */
  psql: string;
  version: string;
}

/** A fresh PostgreSQL of this machine's installation, with the settings it comes with. */
export async function startServer(): Promise<BenchServer> {
  const initdb = findInitdb();
  if (initdb === null) throw new Error('no PostgreSQL on this machine (Debian: apt install postgresql)');
  const programs = dirname(initdb);
  const cluster = await startCluster({ initdb, postgres: join(programs, 'postgres') }, stock);
  const version = await query(cluster.url, 'show server_version');
  return { ...cluster, psql: join(programs, 'psql'), version };
}

/** Runs `work` with the URL of a new database, which is dropped afterwards; a checkpoint comes first, so that nobody pays for another's writes. */
export async function withDatabase<T>(server: BenchServer, work: (url: string) => Promise<T>): Promise<T> {
  const name = 'bench';
  await query(server.url, `drop database if exists ${name} with (force)`);
  await query(
    server.url,
    `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  await query(server.url, 'checkpoint');
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return work(url.href).finally(() => query(server.url, `drop database if exists ${name} with (force)`));
}

/** Runs one statement; gives the first value of its first row. */
export async function query(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    // Several statements have as many results.
    const results = [await client.query({ text: sql, rowMode: 'array' })].flat();
    return String(results.at(-1)?.rows[0]?.[0] ?? '');
  } finally {
    await client.end();
  }
}
