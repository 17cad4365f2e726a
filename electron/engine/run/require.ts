import type { ClientBase } from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { knownRun } from './known.ts';

/** @throws AppError run.notLoaded {run, status} when the run has not come to its end in this target; see known.ts. */
export async function requireLoaded(client: ClientBase, state: RunState): Promise<void> {
  const known = state.validation === null ? null : await knownRun(client, state);
  if (known === null) throw new AppError('run.notLoaded', { run: state.id, status: state.status });
}
