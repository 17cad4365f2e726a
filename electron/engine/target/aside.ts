import type { ClientBase } from 'pg';
import { type SchemaObject, schemaObjects } from './schema-objects.ts';
import { quoteIdent } from './sql.ts';

/**
 * Moves everything that is in a schema, except what belongs to extensions, into another schema: a backup that costs no
 * time and loses nothing, and the way back from it. Runs in the caller's transaction. Returns the moved objects as
 * `kind name`.
 */
export async function moveObjects(client: ClientBase, schema: string, to: string): Promise<string[]> {
  const objects = await movable(client, schema);
  for (const { kind, name } of objects) {
    await client.query(`alter ${altered(kind)} ${quoteIdent(schema)}.${name} set schema ${quoteIdent(to)}`);
  }
  return objects.map(label);
}

/** What `moveObjects` would move. */
export async function movableObjects(client: ClientBase, schema: string): Promise<string[]> {
  return (await movable(client, schema)).map(label);
}

function label({ kind, name }: SchemaObject): string {
  return `${altered(kind)} ${name}`;
}

/** https://www.postgresql.org/docs/current/sql-alterstatistics.html */
function altered(kind: string): string {
  return kind === 'statistics object' ? 'statistics' : kind;
}

/** Their arguments name types by the schema in which these still are. */
const first = /^(function|procedure|aggregate|operator)/;

async function movable(client: ClientBase, schema: string): Promise<SchemaObject[]> {
  const objects = await schemaObjects(client, schema);
  // These go with the column or the range type that they belong to.
  const moved = objects.filter(({ kind, part }) => !part || !/^(sequence|type)$/.test(kind));
  return [...moved.filter(({ kind }) => first.test(kind)), ...moved.filter(({ kind }) => !first.test(kind))];
}

/** A name for the schema that keeps what was there before a run. */
export function asideName(schema: string, run: string): string {
  return `${schema.slice(0, 30)}_before_${run.replaceAll('-', '_')}`;
}
