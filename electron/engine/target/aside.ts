import type { ClientBase } from 'pg';
import { sendAll } from './pipeline.ts';
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

/**
 * Moves a schema that Citus has placed on a node aside as a whole, with a new one in its place: one by one its tables
 * would come off the node. @param make the statements that make a schema
 */
export async function renameAside(
  client: ClientBase,
  schema: string,
  to: string,
  make: (name: string) => readonly string[],
): Promise<string[]> {
  const moved = await movableObjects(client, schema);
  await sendAll(client, [renamed(schema, to), ...make(schema)]);
  return moved;
}

/**
 * The way back from it, where what came instead is gone.
 * @throws what the server says where somebody has put something into the schema that came instead
 */
export async function renameBack(client: ClientBase, schema: string, to: string): Promise<string[]> {
  await sendAll(client, [`drop schema ${quoteIdent(to)}`, renamed(schema, to)]);
  return movableObjects(client, to);
}

function renamed(schema: string, to: string): string {
  return `alter schema ${quoteIdent(schema)} rename to ${quoteIdent(to)}`;
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
