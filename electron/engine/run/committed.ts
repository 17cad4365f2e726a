import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { withClient } from '../target/connect.ts';
import { findRun, partStates } from '../target/journal.ts';
import type { Target } from './target.ts';

/** Milliseconds: who wants to stop does not want to wait. */
const patience = 700;

export interface CommittedRows {
  table: string;
  rows: number;
}

/**
 * Rows per table of the source that the target holds for good. The journal knows; where it cannot be asked in time, it
 * is what this process saw committed, and may be less than there is.
 */
export async function committedRows({ config }: Target, state: RunState): Promise<CommittedRows[]> {
  if (state.tables.length === 0) return [];
  const parts = await withClient(
    config,
    async (client) => ((await findRun(client, state.id)) ? partStates(client, state.id) : []),
    { signal: AbortSignal.timeout(patience) },
  ).catch(() => null);
  if (parts !== null) {
    for (const account of state.tables) {
      const own = parts.filter(({ table }) => table === account.name);
      account.migrated = own.reduce((sum, { migrated }) => sum + migrated, 0);
    }
  }
  return seenRows(state);
}

/** The same as far as this process saw it. */
export function seenRows(state: RunState): CommittedRows[] {
  return state.tables
    .map(({ name, migrated }) => ({ table: name, rows: migrated }))
    .filter(({ rows }) => rows > 0);
}

/** What is told of a run that was stopped. */
export function interruption(run: string, committed: CommittedRows[], cause?: unknown): AppError {
  const rows = committed.reduce((sum, table) => sum + table.rows, 0);
  const tables = committed.map(({ table, rows: own }) => `${table}: ${own}`).join(', ');
  return new AppError('interrupted', { run, rows, tables }, { cause });
}
