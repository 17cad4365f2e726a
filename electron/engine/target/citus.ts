import type { ClientBase } from 'pg';
import { AppError, type ErrorParams } from '../../../shared/errors.ts';
import { citusVersion } from './connect.ts';
import { copyWhole } from './copy-whole.ts';
import { schemaSharding } from './session.ts';
import { qualified, quoteLiteral } from './sql.ts';

/**
 * Citus, where the database has it: a schema of a run can be one that it places on a node as a whole, with every table
 * a single shard of its own. https://docs.citusdata.com/en/stable/get_started/tutorial_microservices.html
 * Nothing here is asked of a database without it.
 */

/** The first version that places whole schemas. */
const firstWithSchemas = 12;

/** The address of a node, as the coordinator knows it. */
export interface CitusNode {
  host: string;
  port: number;
}

export interface CitusFacts {
  /** Such as `13.2-1`. */
  version: string;
  /** True where the connection is to the coordinator: only there may anything be made. */
  coordinator: boolean;
  /** The coordinator's address, for whoever is connected to another node; null where the nodes know none. */
  at: CitusNode | null;
  /** Nodes that take schemas. */
  nodes: number;
  /** Whether the database makes each new schema a distributed one; our own sessions do not (session.ts). */
  spreads: boolean;
}

/** True from the version on that can place whole schemas. @param version of the extension, such as `13.2-1` */
export function placesSchemas(version: string | null): boolean {
  return version !== null && Number.parseInt(version, 10) >= firstWithSchemas;
}

/** What there is to know of the Citus of a connection's database; null without it, and then nothing is asked. */
export async function citusFacts(client: ClientBase): Promise<CitusFacts | null> {
  const version = citusVersion(client);
  if (version === null) return null;
  const { rows } = await client.query<Omit<CitusFacts, 'version' | 'at'> & { at: string | null }>(
    `select (select groupid from pg_dist_local_group) = 0 as coordinator,
       (select nodename || ' ' || nodeport from pg_dist_node where groupid = 0 and noderole = 'primary' limit 1) as at,
       (select count(*) from pg_dist_node where isactive and noderole = 'primary' and shouldhaveshards)::int as nodes,
       -- the session itself makes none
       coalesce((select reset_val = 'on' from pg_settings where name = ${quoteLiteral(schemaSharding)}), false) as spreads`,
  );
  const [row] = rows;
  if (!row) throw new Error('Citus said nothing of itself');
  const [host, port] = row.at?.split(' ') ?? [];
  return { ...row, version, at: host && port ? { host, port: Number(port) } : null };
}

/**
 * Makes sure that the connection is to the coordinator, and that every node answers it. A schema is not made for trial as
 * those of runs are: with each that it makes Citus moves on to the next node, also where it is rolled back, and of two
 * nodes every real one would come to the same.
 * @throws AppError citus.worker {…params, coordinator}, citus.node {…params, nodes, reason}
 */
export async function requireCluster(
  client: ClientBase,
  { coordinator, at }: CitusFacts,
  params: ErrorParams,
): Promise<void> {
  if (!coordinator) {
    const known = at ? `${at.host}:${at.port}` : '?';
    throw new AppError('citus.worker', { ...params, coordinator: known });
  }
  const { rows } = await client.query<{ node: string; result: string }>(
    `select nodename || ':' || nodeport as node, result from run_command_on_workers('select 1')
     where not success order by 1`,
  );
  const [first] = rows;
  if (!first) return;
  const nodes = rows.map(({ node }) => node).join(', ');
  throw new AppError('citus.node', { ...params, nodes, reason: first.result });
}

/** What makes the schemas that the rest of the transaction creates as the database would make them. */
export function asDatabaseMakes(facts: Pick<CitusFacts, 'spreads'> | null): string[] {
  return facts?.spreads ? [`set local ${schemaSharding} = on`] : [];
}

/** Gives that back, for what else is made in the transaction. */
export function asSessionMakes(facts: Pick<CitusFacts, 'spreads'> | null): string[] {
  return facts?.spreads ? [`set local ${schemaSharding} = off`] : [];
}

/** Those of these schemas that Citus has placed on a node; none, and nothing asked, without it. */
export async function distributed(client: ClientBase, schemas: readonly string[]): Promise<Set<string>> {
  if (!placesSchemas(citusVersion(client))) return new Set();
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname::text as name from pg_dist_schema d join pg_namespace n on n.oid = d.schemaid
     where n.nspname = any($1::name[])`,
    [schemas],
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * Makes sure that no table of a schema is one that Citus has placed, for rows that go into the application's own tables:
 * to take them out again, its nodes would have to compare their rows with the journal's.
 * @throws AppError citus.adopted {schema, tables}
 */
export async function requireUnplaced(client: ClientBase, schema: string): Promise<void> {
  if (citusVersion(client) === null) return;
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_dist_partition d join pg_class c on c.oid = d.logicalrelid
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1::name and not c.relispartition order by 1 limit 3`,
    [schema],
  );
  if (rows.length === 0) return;
  throw new AppError('citus.adopted', { schema, tables: rows.map(({ name }) => name).join(', ') });
}

/**
 * Makes the caller's transaction one that the coordinator and the nodes commit together, whatever it changes: where it
 * changes rows of one node alone, that node would commit first, and a crash of the coordinator right then would leave the
 * rows there and the journal without a word of them. A COPY is always committed in two phases, also an empty one.
 */
export async function commitTogether(
  client: ClientBase,
  schema: string,
  [first]: readonly { target: string }[],
): Promise<void> {
  if (!first || !(await distributed(client, [schema])).has(schema)) return;
  await copyWhole(client, `copy ${qualified(schema, first.target)} from stdin`, []);
}

/**
 * Has the nodes commit what the coordinator has committed and a crash kept from them: until then they would lack rows that
 * the journal speaks of. Citus does it by itself once a minute; who may not ask for it waits for that.
 * https://docs.citusdata.com/en/stable/develop/api_guc.html#citus-recover-2pc-interval-integer
 */
export async function settleNodes(client: ClientBase): Promise<void> {
  if (citusVersion(client) === null) return;
  const { rows } = await client.query<{ may: boolean }>(
    "select has_function_privilege('pg_catalog.recover_prepared_transactions()', 'execute') as may",
  );
  if (rows[0]?.may) await client.query('select recover_prepared_transactions()');
}
