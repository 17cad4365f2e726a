import type { Client } from 'pg';
import * as queries from './catalog-queries.ts';
import type {
  Catalog,
  CatalogColumn,
  CatalogForeignKey,
  CatalogIndex,
  CatalogSequence,
  CatalogTable,
  CatalogView,
} from './catalog-types.ts';
import { timescaleVersion } from './connect.ts';
import { inOneTrip } from './pipeline.ts';

interface OfTable {
  oid: string;
}

interface TableRow extends OfTable {
  name: string;
  kind: CatalogTable['kind'];
  parent: string | null;
  bound: string | null;
  partitionKey: string | null;
}

interface HypertableRow {
  name: string;
  column: string;
}

interface ColumnRow extends OfTable, Pick<CatalogColumn, 'name' | 'type' | 'notNull' | 'collation'> {
  identity: string;
  isGenerated: boolean;
  expression: string | null;
}

interface ConstraintRow extends OfTable {
  name: string;
  type: string;
  validated: boolean;
  deferrable: boolean;
  definition: string;
  columns: string[];
  parent: string | null;
  refColumns: string[];
  onUpdate: string;
  onDelete: string;
}

interface IndexRow extends OfTable, Omit<CatalogIndex, 'terms'> {
  columns: (string | null)[];
  orders: string[];
}

/**
 * Reads what a schema holds, in one round trip however many tables there are. A schema that does not exist is an empty
 * catalog. Bounds and defaults are printed by the session's settings: `datestyle` is expected to be ISO.
 */
export async function readCatalog(client: Client, schema: string): Promise<Catalog> {
  const rows =
    <Row extends object>(query: string) =>
    async () =>
      (await client.query<Row>(query, [schema])).rows;
  const none = async (): Promise<HypertableRow[]> => [];
  const [tables, allColumns, allConstraints, allIndexes, views, functions, sequences, statistics, chunked] =
    await inOneTrip(client, [
      rows<TableRow>(queries.tablesQuery),
      rows<ColumnRow>(queries.columnsQuery),
      rows<ConstraintRow>(queries.constraintsQuery),
      rows<IndexRow>(queries.indexesQuery),
      rows<CatalogView>(queries.viewsQuery),
      rows<Catalog['functions'][number]>(queries.functionsQuery),
      rows<CatalogSequence>(queries.sequencesQuery),
      rows<Catalog['statistics'][number]>(queries.statisticsQuery),
      timescaleVersion(client) === null ? none : rows<HypertableRow>(queries.hypertablesQuery),
    ]);
  const chunkedBy = new Map(chunked.map(({ name, column }) => [name, column]));
  const columns = groupByTable(allColumns);
  const constraints = groupByTable(allConstraints);
  const indexes = groupByTable(allIndexes);
  return {
    schema,
    tables: tables.map((table) => ({
      ...tableOf(table),
      chunkedBy: chunkedBy.get(table.name) ?? null,
      columns: (columns.get(table.oid) ?? []).map(columnOf),
      ...constraintsOf(constraints.get(table.oid) ?? []),
      indexes: (indexes.get(table.oid) ?? []).map(indexOf),
    })),
    ...{ views, functions, sequences, statistics },
  };
}

function groupByTable<Row extends OfTable>(rows: Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.oid);
}

function tableOf({ name, kind, parent, bound, partitionKey }: TableRow) {
  const partitionOf = parent === null || bound === null ? null : { table: parent, bound };
  return { name, kind, partitionOf, partitionKey };
}

function columnOf(row: ColumnRow): CatalogColumn {
  const { name, type, notNull, collation, isGenerated, expression } = row;
  const identity = row.identity === '' ? null : row.identity === 'a' ? 'always' : 'by default';
  return {
    name,
    type,
    notNull,
    collation,
    default: isGenerated ? null : expression,
    identity,
    generated: isGenerated ? expression : null,
  };
}

function constraintsOf(rows: ConstraintRow[]) {
  const of = (type: string) => rows.filter((row) => row.type === type);
  const key = ({ name, columns }: ConstraintRow) => ({ name, columns });
  return {
    primaryKey: of('p').map(key)[0] ?? null,
    uniques: of('u').map(key),
    checks: of('c').map(({ name, definition, validated }) => ({ name, definition, validated })),
    foreignKeys: of('f').map(foreignKeyOf),
  };
}

function foreignKeyOf(row: ConstraintRow): CatalogForeignKey {
  const { name, columns, parent, refColumns, deferrable, validated } = row;
  return {
    name,
    columns,
    references: parent ?? '',
    refColumns,
    onUpdate: action(row.onUpdate),
    onDelete: action(row.onDelete),
    deferrable,
    validated,
  };
}

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html, confupdtype */
const actions: Record<string, string> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function action(letter: string): string {
  return actions[letter] ?? letter;
}

function indexOf({ columns, orders, oid: _, ...index }: IndexRow): CatalogIndex {
  const terms = columns.map((column, place) => ({ column, desc: orders[place] === 'desc' }));
  return { ...index, terms };
}
