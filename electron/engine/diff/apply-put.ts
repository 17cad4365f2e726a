import pg from 'pg';
import { copySql, loadedColumns } from '../load/chunk.ts';
import { copyFrom } from '../target/copy.ts';
import { isDataError } from '../target/sqlstate.ts';
import type { Ledger } from './apply-ledger.ts';
import { linesOf, type PutInput } from './apply-rows.ts';
import type { PlannedRow } from './changes-rows.ts';

/**
 * Inserts a group; one that the server refuses is halved until single rows are known, which go to the ledger.
 * @returns how many are in the target now
 */
export async function put(input: PutInput, ledger: Ledger, group: PlannedRow[]): Promise<number> {
  if (group.length === 0) return 0;
  const { client, table } = input;
  const columns = loadedColumns(table);
  await client.query('savepoint autocore_group');
  try {
    await copyFrom(client, copySql(input), linesOf(table, group, columns), input.signal);
    await client.query('release savepoint autocore_group');
    return group.length;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    await client.query('rollback to savepoint autocore_group; release savepoint autocore_group');
    const [only] = group;
    if (group.length === 1 && only) {
      ledger.refuse(only, `server.${error.code}`, error.message);
      return 0;
    }
  }
  const half = Math.ceil(group.length / 2);
  const first = await put(input, ledger, group.slice(0, half));
  return first + (await put(input, ledger, group.slice(half)));
}
