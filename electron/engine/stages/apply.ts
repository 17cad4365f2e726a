import type pg from 'pg';
import { forNewRows, objectOf, type Statement } from '../plan/ddl.ts';
import { type CreatedObject, newObject } from '../target/journal.ts';
import { sendAll, transactionOf } from '../target/pipeline.ts';
import type { Query } from '../target/sql.ts';
import { isDataError, isDefinitionError } from '../target/sqlstate.ts';

/** A statement that the server refused for what the data holds, and how it was made all the same, if at all. */
export interface Refusal {
  statement: Statement;
  reason: string;
  /** True when the constraint is there, for new rows only. */
  notValid: boolean;
}

/** Runs several statements in the caller's transaction and remembers what they create in the schema. */
export async function applyAll(
  client: pg.ClientBase,
  run: string,
  schema: string,
  statements: Statement[],
): Promise<void> {
  await sendAll(client, remembered(run, schema, statements));
}

/** The statements, each with its line in the journal. */
function remembered(run: string, schema: string, statements: readonly Statement[]): (string | Query)[] {
  return statements.flatMap((statement) => [statement.sql, newObject(run, schema, objectOf(statement))]);
}

/** Runs several statements in one transaction; false, and none of them done, where the server refuses one of them. */
export async function applyTogether(
  client: pg.Client,
  run: string,
  schema: string,
  statements: readonly Statement[],
): Promise<boolean> {
  try {
    await transactionOf(client, remembered(run, schema, statements));
    return true;
  } catch (error) {
    if (!isDataError(error) && !isDefinitionError(error)) throw error;
    return false;
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
    await transactionOf(client, remembered(run, schema, [statement]));
    return null;
  } catch (error) {
    if (!isDataError(error) && !isDefinitionError(error)) throw error;
    const reason = (error as Error).message;
    const later = forNewRows(statement);
    if (later === null || !isDataError(error)) return { statement, reason, notValid: false };
    await transactionOf(client, remembered(run, schema, [later]));
    return { statement, reason, notValid: true };
  }
}

/**
 * Statements that the journal does not know yet. Several may make things of the same name (the partitions of a table
 * each have their foreign key): they are made in order, so as many as the journal knows are done.
 * @param made what the journal knows: `createdObjects`
 */
export function remaining(made: readonly CreatedObject[], statements: Statement[]): Statement[] {
  const done = new Map<string, number>();
  for (const object of made) {
    const name = JSON.stringify(object);
    done.set(name, (done.get(name) ?? 0) + 1);
  }
  return statements.filter((statement) => {
    const name = JSON.stringify(objectOf(statement));
    const left = done.get(name) ?? 0;
    done.set(name, left - 1);
    return left <= 0;
  });
}
