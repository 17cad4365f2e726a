import type pg from 'pg';
import type {
  AdoptedSchema,
  FoundCheck,
  FoundColumn,
  FoundForeignKey,
  FoundKey,
  FoundTrigger,
  TypeFacts,
} from '../../../shared/model/index.ts';
import { versionColumn } from '../source/bookkeeping.ts';
import * as queries from './adopt-queries.ts';
import { qualified } from './sql.ts';

type Of<T> = T & { oid: string };

interface TableRow {
  oid: string;
  name: string;
  owner: string;
  owned: boolean;
  writable: boolean;
  readable: boolean;
  closed: string | null;
}

interface ColumnRow
  extends Pick<FoundColumn, 'name' | 'type' | 'baseType' | 'notNull' | 'canBeNull' | 'filled' | 'generated'> {
  base: string;
  kind: TypeFacts['kind'];
  modifier: number;
  labels: string[];
  element: string | null;
  elementKind: TypeFacts['kind'];
  elementLabels: string[];
  collated: boolean;
  sequence: string | null;
  ownSequence: string | null;
  domainChecks: string[];
}

type ConstraintRow = FoundForeignKey & { type: string; expression: string };

/**
 * What an application made in a schema, with its rows counted and its sequences as they stand. Within a transaction of
 * one snapshot, where somebody else may write.
 */
export async function readAdoptedSchema(client: pg.ClientBase, schema: string): Promise<AdoptedSchema> {
  const rows = async <Row extends object>(sql: string, values: unknown[]) =>
    (await client.query<Row>(sql, values)).rows;
  const grouped = async <T extends object>(sql: string, oids: string[], ...more: unknown[]) =>
    Map.groupBy(await rows<Of<T>>(sql, [oids, ...more]), (row) => row.oid);
  const tables = await rows<TableRow>(queries.tablesQuery, [schema]);
  const oids = tables.map(({ oid }) => oid);
  const [plain] = await rows<{ c: boolean }>(queries.plainQuery, []);
  const columns = await grouped<ColumnRow>(queries.columnsQuery, oids, plain?.c ?? false);
  const keys = await grouped<FoundKey>(queries.keysQuery, oids);
  const indexes = await grouped<{ columns: (string | null)[] }>(queries.indexesQuery, oids);
  const constraints = await grouped<ConstraintRow>(queries.constraintsQuery, oids);
  const triggers = await grouped<FoundTrigger>(queries.triggersQuery, oids);
  const found: AdoptedSchema = { schema, tables: [] };
  for (const { oid, name, owner, owned, writable, readable, closed } of tables) {
    const own = constraints.get(oid) ?? [];
    found.tables.push({
      ...{ name, owner, owned, writable, closed },
      rows: readable && closed === null ? await countOf(client, schema, name) : 0,
      columns: await columnsOf(client, columns.get(oid) ?? []),
      versions: readable && closed === null ? await versionsOf(client, schema, name) : null,
      keys: (keys.get(oid) ?? []).map((k) => ({ name: k.name, primary: k.primary, columns: k.columns })),
      indexes: (indexes.get(oid) ?? []).map(({ columns: of }) => of),
      checks: own.filter(({ type }) => type === 'c').map(checkOf),
      foreignKeys: own.filter(({ type }) => type === 'f').map(foreignKeyOf),
      triggers: (triggers.get(oid) ?? []).map(({ name: trigger, enabled }) => ({ name: trigger, enabled })),
    });
  }
  return found;
}

async function countOf(client: pg.ClientBase, schema: string, name: string): Promise<number> {
  const { rows } = await client.query(`select count(*) as n from ${qualified(schema, name)}`);
  return Number(rows[0].n);
}

/** What a book-keeping table says of the application's migrations; null for any other table. */
async function versionsOf(client: pg.ClientBase, schema: string, name: string): Promise<string[] | null> {
  const column = versionColumn(name);
  if (column === null) return null;
  const from = qualified(schema, name);
  const { rows } = await client.query<{ version: string }>(
    `select to_jsonb(t) ->> $1::text as version from ${from} t`,
    [column],
  );
  return rows.flatMap(({ version }) => (version === null ? [] : [version])).sort();
}

async function columnsOf(client: pg.ClientBase, rows: ColumnRow[]): Promise<FoundColumn[]> {
  const found: FoundColumn[] = [];
  for (const row of rows) found.push(await columnOf(client, row));
  return found;
}

async function columnOf(client: pg.ClientBase, row: ColumnRow): Promise<FoundColumn> {
  const { name, type, baseType, notNull, canBeNull, filled, generated, domainChecks } = row;
  const element: TypeFacts | null =
    row.element === null
      ? null
      : {
          ...{ name: row.element, kind: row.elementKind, modifier: row.modifier, element: null },
          ...{ labels: row.elementLabels.length > 0 ? row.elementLabels : null, collated: false },
        };
  const facts: TypeFacts = {
    ...{ name: row.base, kind: row.kind, modifier: row.modifier, element, collated: row.collated },
    labels: row.labels.length > 0 ? row.labels : null,
  };
  const sequence =
    row.sequence === null ? null : await sequenceOf(client, row.sequence, row.ownSequence !== null);
  return { name, type, baseType, facts, notNull, canBeNull, filled, generated, sequence, domainChecks };
}

/** Null where our role may not even look: what it gives out cannot be known. */
async function sequenceOf(
  client: pg.ClientBase,
  name: string,
  own: boolean,
): Promise<FoundColumn['sequence']> {
  const { rows } = await client.query<{ readable: boolean; owned: boolean }>(queries.sequenceQuery, [name]);
  const [rights] = rows;
  if (!rights?.readable) return { name, last: '', called: false, owned: false, own, movable: false };
  const stands = await client.query<{ last: string; called: boolean }>(
    `select last_value::text as last, is_called as called from ${name}`,
  );
  const [now] = stands.rows;
  return now ? { name, last: now.last, called: now.called, owned: rights.owned, own, movable: true } : null;
}

function checkOf({ name, columns, expression, definition }: ConstraintRow): FoundCheck {
  return { name, columns, expression, definition };
}

function foreignKeyOf(row: ConstraintRow): FoundForeignKey {
  const { name, columns, references, parent, refColumns, deferrable, definition } = row;
  return { name, columns, references, parent, refColumns, deferrable, definition };
}
