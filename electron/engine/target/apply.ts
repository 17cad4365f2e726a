import type pg from 'pg';
import type { Statement } from '../plan/ddl.ts';
import { asideName, bringBack } from './aside.ts';
import { withTransaction } from './connect.ts';
import { type CreatedObject, createdObjects, insertObject } from './journal.ts';
import { qualified, quoteIdent } from './sql.ts';
import { isDataError, sqlstateOf } from './sqlstate.ts';

/** A statement that the server refused for what the data holds, and how it was made all the same, if at all. */
export interface Refusal {
  statement: Statement;
  reason: string;
  /** True when the constraint is there, for new rows only. */
  notValid: boolean;
}

/** Runs several statements in the caller's transaction and remembers what they create. */
export async function applyAll(
  client: pg.ClientBase,
  run: string,
  schema: string,
  statements: Statement[],
): Promise<void> {
  await setPath(client, schema);
  for (const statement of statements) {
    await client.query(statement.sql);
    await insertObject(client, run, objectOf(statement));
  }
}

/**
 * Runs one statement in a transaction of its own, unless the journal says that it is done. A CHECK or foreign key that
 * existing rows violate is made NOT VALID instead; a unique key or index that cannot be made is reported.
 */
export async function applyOne(
  client: pg.Client,
  run: string,
  schema: string,
  statement: Statement,
): Promise<Refusal | null> {
  try {
    await withTransaction(client, () => applyAll(client, run, schema, [statement]));
    return null;
  } catch (error) {
    if (!isDataError(error) && !isDefinitionError(error)) throw error;
    const reason = (error as Error).message;
    const later = { ...statement, sql: `${statement.sql} not valid` };
    const canWait = (statement.kind === 'check' || statement.kind === 'foreign key') && isDataError(error);
    if (!canWait || statement.sql.endsWith(' not valid')) return { statement, reason, notValid: false };
    await withTransaction(client, () => applyAll(client, run, schema, [later]));
    return { statement, reason, notValid: true };
  }
}

/** Statements that the journal does not know yet. */
export async function remaining(
  client: pg.ClientBase,
  run: string,
  statements: Statement[],
): Promise<Statement[]> {
  const done = new Set((await createdObjects(client, run)).map((o) => JSON.stringify(o)));
  return statements.filter((s) => !done.has(JSON.stringify(objectOf(s))));
}

function objectOf(statement: Statement) {
  return { kind: statement.kind, name: statement.name, parent: statement.table };
}

async function setPath(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(`set local search_path to ${quoteIdent(schema)}, pg_catalog`);
}

/** Class 42 and 54: the server does not take the definition (too many columns, an entry too large, no such operator). */
function isDefinitionError(error: unknown): boolean {
  return /^(42|54|0A)/.test(sqlstateOf(error) ?? '') && sqlstateOf(error) !== '42501';
}

/** What `undo` would drop, newest first, as `kind name`. */
export async function undoList(client: pg.ClientBase, run: string): Promise<string[]> {
  return (await droppable(client, run)).map((o) => `${o.kind} ${o.name}`);
}

/**
 * Drops exactly what the run created, newest first, in one transaction; then its part of the journal, and the journal
 * itself when no other run is in it. Returns what was dropped, as `kind name`. What somebody else built upon it makes
 * the server refuse, and nothing is dropped.
 */
export async function undo(client: pg.Client, run: string, schema: string): Promise<string[]> {
  return withTransaction(client, async () => {
    const objects = await droppable(client, run);
    for (const object of objects) await client.query(dropSql(schema, object));
    const brought = await bringBack(client, schema, asideName(schema, run));
    await client.query('delete from autocore_migration.run where id = $1::text', [run]);
    const others = await client.query('select count(*) as n from autocore_migration.run');
    if (Number(others.rows[0].n) === 0) await client.query('drop schema autocore_migration cascade');
    return [...objects.map((o) => `${o.kind} ${o.name}`), ...brought];
  });
}

/** Created objects that need a statement of their own: keys, indexes and partitions go with their table. */
async function droppable(client: pg.ClientBase, run: string): Promise<CreatedObject[]> {
  const objects = (await createdObjects(client, run)).reverse();
  const of = (kind: string) => objects.filter((o) => o.kind === kind);
  // Indexes call functions, so these can go only when the tables are gone.
  return [
    ...of('view'),
    ...of('foreign key'),
    ...objects.filter(isWholeTable),
    ...of('function'),
    ...of('schema'),
  ];
}

function isWholeTable(object: CreatedObject): boolean {
  return object.kind === 'table' && object.name === object.parent;
}

function dropSql(schema: string, object: CreatedObject): string {
  const name = qualified(schema, object.name);
  switch (object.kind) {
    case 'foreign key':
      // Also those of partitions, which the parent does not know.
      return `alter table if exists ${qualified(schema, object.parent ?? '')} drop constraint if exists ${quoteIdent(object.name)}`;
    case 'view':
      return `drop view if exists ${name}`;
    case 'function':
      return `drop function if exists ${name}`;
    case 'schema':
      return `drop schema if exists ${quoteIdent(object.name)}`;
    default:
      return `drop table if exists ${name}`;
  }
}
