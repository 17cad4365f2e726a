/** Where Citus has placed schemas. */
export interface Placement {
  /** Nodes that take schemas, with all that they hold of this database. */
  nodes: { node: string; schemas: number; bytes: number }[];
  /** Of the schemas that were asked for: the node of each. */
  schemas: { schema: string; node: string; bytes: number }[];
  advice: PlacementAdvice[];
}

/**
 * What somebody should do about it, and the SQL that does it. `rebalance`: one node has much more than another;
 * `distribute`: these schemas are on the coordinator alone.
 */
export type PlacementAdvice =
  | { code: 'rebalance'; full: string; empty: string; sql: string }
  | { code: 'distribute'; schemas: string[]; sql: string };
