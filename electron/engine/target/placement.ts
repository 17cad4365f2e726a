import type { ClientBase } from 'pg';
import type { Placement, PlacementAdvice } from '../../../shared/model/index.ts';
import { placesSchemas } from './citus.ts';
import { citusVersion } from './connect.ts';
import { inOneTrip } from './pipeline.ts';
import { quoteIdent, quoteLiteral } from './sql.ts';

/** A schema on a node. */
type Placed = Placement['schemas'][number];

/**
 * Where Citus has placed these schemas, and what each node holds altogether; asks every node for sizes. Null, and nothing
 * asked, where the database has no Citus that places schemas.
 */
export async function placementOf(client: ClientBase, schemas: readonly string[]): Promise<Placement | null> {
  if (!placesSchemas(citusVersion(client))) return null;
  const [nodes, placed, there] = await inOneTrip(client, [
    () => client.query<{ node: string }>(nodesQuery),
    () => client.query<Placed & { bytes: string }>(placedQuery),
    () =>
      client.query<{ schema: string }>(
        'select nspname::text as schema from pg_namespace where nspname = any($1::name[])',
        [schemas],
      ),
  ]);
  const all = placed.rows.map((row): Placed => ({ ...row, bytes: Number(row.bytes) }));
  const own = new Set(there.rows.map(({ schema }) => schema));
  return placement(
    nodes.rows.map(({ node }) => node),
    all,
    own,
  );
}

const nodesQuery = `
  select nodename || ':' || nodeport as node from pg_dist_node
  where isactive and noderole = 'primary' and shouldhaveshards order by 1`;

const placedQuery = `
  select n.nspname::text as schema, s.nodename || ':' || s.nodeport as node, sum(s.shard_size)::text as bytes
  from pg_dist_schema d join pg_namespace n on n.oid = d.schemaid
  join citus_shards s on s.colocation_id = d.colocationid
  group by 1, 2 order by 1, 2`;

/** @param all every placed schema of the database. @param own those that were asked for and are there */
export function placement(
  nodes: readonly string[],
  all: readonly Placed[],
  own: ReadonlySet<string>,
): Placement {
  const known = new Set([...nodes, ...all.map(({ node }) => node)]);
  const placed = new Set(all.map(({ schema }) => schema));
  const holds = [...known].map((node) => {
    const there = all.filter((each) => each.node === node);
    return { node, schemas: there.length, bytes: there.reduce((n, { bytes }) => n + bytes, 0) };
  });
  const plain = [...own].filter((schema) => !placed.has(schema));
  return {
    nodes: holds,
    schemas: all.filter(({ schema }) => own.has(schema)),
    advice: [...rebalancing(nodes, all), ...distributing(nodes, plain)],
  };
}

/**
 * What Citus adds to the size of each schema before it compares nodes by the room they use, so that small ones count, too.
 * https://docs.citusdata.com/en/stable/develop/api_guc.html#citus-rebalancer-by-disk-size-base-cost-integer
 */
const baseCost = 100 * 2 ** 20;
/** By how much a node may differ from the mean before Citus moves anything. */
const threshold = 0.1;

/** To be evened out where Citus would move something: the fullest node has more than the mean, and a schema to give away. */
function rebalancing(nodes: readonly string[], all: readonly Placed[]): PlacementAdvice[] {
  const costs = nodes
    .map((node) => {
      const own = all.filter((each) => each.node === node).map(({ bytes }) => bytes + baseCost);
      return { node, sum: own.reduce((n, cost) => n + cost, 0), least: Math.min(...own) };
    })
    .sort((a, b) => b.sum - a.sum);
  const [full, empty] = [costs[0], costs.at(-1)];
  if (!full || !empty || full === empty) return [];
  const mean = costs.reduce((n, { sum }) => n + sum, 0) / costs.length;
  const helps = full.sum - full.least >= empty.sum + full.least * (1 - threshold);
  if (full.sum <= mean * (1 + threshold) || !helps) return [];
  return [{ code: 'rebalance', full: full.node, empty: empty.node, sql: 'select citus_rebalance_start()' }];
}

function distributing(nodes: readonly string[], plain: readonly string[]): PlacementAdvice[] {
  if (nodes.length === 0 || plain.length === 0) return [];
  const each = plain.map((schema) => `citus_schema_distribute(${quoteLiteral(quoteIdent(schema))})`);
  return [{ code: 'distribute', schemas: [...plain], sql: `select ${each.join(', ')}` }];
}
