import type { ClientBase } from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { findRun } from '../target/journal.ts';

/** @throws AppError run.notLoaded {run, status} when the run has not come to its end in this target. */
export async function requireLoaded(client: ClientBase, state: RunState): Promise<void> {
  const known = await findRun(client, state.id);
  if (!known || state.validation === null) {
    throw new AppError('run.notLoaded', { run: state.id, status: state.status });
  }
}
