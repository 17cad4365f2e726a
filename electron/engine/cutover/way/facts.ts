import type pg from 'pg';
import type { Added } from '../../../../shared/contract.ts';
import { columnsQuery, keysQuery, objectsQuery, relationsQuery } from './queries.ts';

/** What stands in the target now, as its catalogue tells it. */
export interface TargetFacts {
  schema: string;
  relations: Relation[];
  /** What holds no rows: indexes, triggers, functions and so on. */
  objects: { kind: Added['kind']; name: string; table: string | null }[];
  /** What the run made, by its journal. */
  made: { kind: string; name: string; parent: string | null; oid: string | null }[];
}

export interface Relation {
  oid: string;
  schema: string;
  name: string;
  /** pg_class.relkind: table, partitioned table, view, materialized view, foreign table. */
  kind: 'r' | 'p' | 'v' | 'm' | 'f';
  isPartition: boolean;
  /** Oids of the tables it inherits from, or is a partition of. */
  parents: string[];
  readable: boolean;
  columns: Column[];
  keys: RelationKey[];
}

export interface Column {
  /** attnum: it stays when a column is renamed. */
  place: number;
  name: string;
  type: string;
  /** Name of PostgreSQL's own type behind it, domains aside; null for a type of somebody's own. */
  base: string | null;
  notNull: boolean;
  identity: boolean;
  default: string | null;
  collation: string | null;
}

export interface RelationKey {
  type: 'p' | 'u' | 'f';
  columns: string[];
  /** Oid of the table that a foreign key refers to. */
  parent: string;
  refColumns: string[];
  onUpdate: string;
  onDelete: string;
  deferrable: boolean;
}

/** Reads the catalogue for one run, within the transaction that will read the rows. */
export async function readFacts(client: pg.Client, run: string, schema: string): Promise<TargetFacts> {
  const rows = async <Row extends object>(sql: string, values: unknown[]) =>
    (await client.query<Row>(sql, values)).rows;
  const made = await rows<TargetFacts['made'][number]>(
    `select kind, name, parent, oid::text as oid from autocore_migration.object where run = $1::text order by seq`,
    [run],
  );
  const oids = made.flatMap(({ kind, oid }) =>
    oid !== null && (kind === 'table' || kind === 'adopted') ? [oid] : [],
  );
  const roles = made.flatMap(({ kind, name }) => (kind === 'live' ? [name] : []));
  const relations = await rows<Relation>(relationsQuery(client), [schema, oids, roles]);
  const all = relations.map(({ oid }) => oid);
  const columns = Map.groupBy(await rows<Column & { oid: string }>(columnsQuery, [all]), (c) => c.oid);
  const keys = Map.groupBy(await rows<RelationKey & { oid: string }>(keysQuery, [all]), (k) => k.oid);
  return {
    ...{ schema, made },
    relations: relations.map((each) => ({
      ...each,
      columns: columns.get(each.oid) ?? [],
      keys: keys.get(each.oid) ?? [],
    })),
    objects: await rows<TargetFacts['objects'][number]>(objectsQuery, [schema]),
  };
}
