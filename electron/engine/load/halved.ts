import pg from 'pg';
import { isDataError } from '../target/sqlstate.ts';

/**
 * Sends rows within a transaction; a group that the server refuses is halved until single rows are known.
 * @param send one group; what it did is taken back where it throws
 * @param refuse told of each row that the server does not take, and what it said
 */
export async function halved<T>(
  client: pg.ClientBase,
  group: readonly T[],
  send: (group: readonly T[]) => Promise<void>,
  refuse: (row: T, error: pg.DatabaseError) => void,
): Promise<void> {
  if (group.length === 0) return;
  await client.query('savepoint autocore_group');
  try {
    await send(group);
    await client.query('release savepoint autocore_group');
    return;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    await client.query('rollback to savepoint autocore_group; release savepoint autocore_group');
    if (group.length === 1) return refuse(group[0] as T, error);
  }
  const half = Math.ceil(group.length / 2);
  await halved(client, group.slice(0, half), send, refuse);
  await halved(client, group.slice(half), send, refuse);
}
