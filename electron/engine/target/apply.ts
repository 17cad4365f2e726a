import type pg from 'pg';
import type { Statement } from '../plan/ddl.ts';
import { withTransaction } from './connect.ts';
import { createdObjects, insertObject } from './journal.ts';
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

/**
 * Drops exactly what the run created, newest first, in one transaction; then its journal. Returns what was dropped, as
 * `kind name`. What somebody else built upon it makes the server refuse, and nothing is dropped.
 */
export async function undo(client: pg.Client, run: string, schema: string): Promise<string[]> {
  return withTransaction(client, async () => {
    const objects = (await createdObjects(client, run)).reverse();
    const dropped: string[] = [];
    for (const object of objects) {
      const sql = dropSql(schema, object);
      // Keys, indexes and partitions go with their table.
      if (sql === null) continue;
      await client.query(sql);
      dropped.push(`${object.kind} ${object.name}`);
    }
    await client.query('delete from autocore_migration.run where id = $1::text', [run]);
    return dropped;
  });
}

function dropSql(
  schema: string,
  object: { kind: string; name: string; parent: string | null },
): string | null {
  switch (object.kind) {
    case 'foreign key':
      return `alter table ${qualified(schema, object.parent ?? '')} drop constraint if exists ${quoteIdent(object.name)}`;
    case 'view':
      return `drop view if exists ${qualified(schema, object.name)}`;
    case 'index':
      return `drop index if exists ${qualified(schema, object.name)}`;
    case 'function':
      return `drop function if exists ${qualified(schema, object.name)}`;
    case 'table':
      return object.name === object.parent ? `drop table if exists ${qualified(schema, object.name)}` : null;
    case 'schema':
      return `drop schema if exists ${quoteIdent(object.name)}`;
    default:
      return null;
  }
}
