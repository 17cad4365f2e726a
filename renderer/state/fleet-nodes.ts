import type { FleetItem } from '../../shared/contract.ts';
import type { Placement } from '../../shared/model/index.ts';

/** A node of Citus, with the vehicles of a list that are on it. */
interface NodeRow {
  node: string;
  vehicles: string[];
  /** Schemas of the whole database that it holds, and their bytes. */
  schemas: number;
  bytes: number;
}

/** Nodes with the vehicles of a list, the fullest first. */
export function nodesOf(
  { nodes, schemas }: Pick<Placement, 'nodes' | 'schemas'>,
  vehicles: readonly Pick<FleetItem, 'vehicle' | 'schema'>[],
): NodeRow[] {
  const names = new Map(vehicles.map(({ schema, vehicle }) => [schema, vehicle]));
  return nodes
    .map((each) => {
      const own = schemas.filter(({ node }) => node === each.node);
      return { ...each, vehicles: own.map(({ schema }) => names.get(schema) ?? schema).sort() };
    })
    .sort((a, b) => b.bytes - a.bytes);
}
