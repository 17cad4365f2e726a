import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import { findRun, isFinished, type RunRow } from '../target/journal.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { qualified } from '../target/sql.ts';
import { planDigest } from './session.ts';

/**
 * The run as the target knows it, null when it does not know it yet.
 * @throws AppError run.targetChanged {run, schema, missing} when it should be known and is not, run.moved {run, schema}
 *   when its tables were moved aside by a later run.
 */
export async function knownRun(client: pg.ClientBase, state: RunState): Promise<RunRow | null> {
  const known = await placedRun(client, state);
  // The stage is written when it begins: a run that began to load was prepared.
  if (known === null && ['load', 'indexes', 'validate', 'certificate'].includes(state.stage)) {
    const { schema } = state.target;
    throw new AppError('run.targetChanged', { run: state.id, schema, missing: 'autocore_migration' });
  }
  return known;
}

/** The run where the state says that it is. @throws AppError run.moved {run, schema} */
async function placedRun(client: pg.ClientBase, state: RunState): Promise<RunRow | null> {
  const known = await findRun(client, state.id);
  if (known !== null && known.schema !== state.target.schema)
    throw new AppError('run.moved', { run: state.id, schema: known.schema });
  return known;
}

/**
 * Makes sure that what the target holds came from the snapshot in the run's folder: a server that was restored from a
 * backup has an earlier one. To be asked after `settleSync`.
 * @throws AppError run.targetBehind {run, found, expected}, each the beginning of a snapshot's SHA-256
 */
export function assertSource(known: RunRow | null, { id, source }: RunState): void {
  if (known === null || known.sourceSha256 === source.sha256) return;
  const short = (sha256: string | null) => sha256?.slice(0, 12) || '?';
  const params = { run: id, found: short(known.sourceSha256), expected: short(source.sha256) };
  throw new AppError('run.targetBehind', params);
}

/**
 * Makes sure that what the target holds was made by this plan, from this snapshot, and is still there.
 * @throws AppError run.targetBehind, run.otherPlan {run}, run.targetChanged {run, schema, missing}
 */
export async function assertSame(client: pg.ClientBase, state: RunState, plan: Plan): Promise<void> {
  const [known, missing] = await inOneTrip(client, [
    () => findRun(client, state.id),
    () => missingIn(client, state.target.schema, plan),
  ]);
  assertSource(known, state);
  if (known?.planSha256 !== planDigest(plan)) throw new AppError('run.otherPlan', { run: state.id });
  // Where the tables are known to be in another schema, that is to be said (`knownRun`), not that they are missing here.
  if (known.schema === state.target.schema) requireNothing(known, missing);
  else await assertThere(client, known, plan);
}

/** @throws AppError run.targetChanged {run, schema, missing} where tables of the plan are gone. */
export async function assertThere(client: pg.ClientBase, known: RunRow, plan: Plan): Promise<void> {
  requireNothing(known, await missingIn(client, known.schema, plan));
}

function requireNothing(known: RunRow, missing: string[]): void {
  if (missing.length === 0) return;
  const { id, schema } = known;
  throw new AppError('run.targetChanged', { run: id, schema, missing: missing.join(', ') });
}

async function missingIn(client: pg.ClientBase, schema: string, plan: Plan): Promise<string[]> {
  const names = plan.tables.map((t) => t.target);
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[], $2::text[]) as t (name, place)
     where to_regclass(place) is null order by name collate "C"`,
    [names, names.map((name) => qualified(schema, name))],
  );
  return rows.map(({ name }) => name);
}

/**
 * @throws AppError run.notLoaded {run, status} when the run has not come to its end in this target, run.notRunThere
 *   {run, out} when the files of an exported run have not; see `knownRun`.
 */
export async function requireLoaded(client: pg.ClientBase, state: RunState): Promise<RunRow> {
  if (state.options.exportTo !== undefined) return requireRunThere(client, state);
  const known = state.validation === null ? null : await knownRun(client, state);
  if (known === null) throw new AppError('run.notLoaded', { run: state.id, status: state.status });
  return known;
}

/** What psql has done is known to the target alone: its last transaction writes the end of the run. */
async function requireRunThere(client: pg.ClientBase, state: RunState): Promise<RunRow> {
  // That it was compared somewhere says nothing of a server that is named now.
  const known = await placedRun(client, state);
  if (known === null || !(await isFinished(client, state.id))) throw notRunThere(state);
  return known;
}

/** The target does not have what the files of an exported run hold, or not all of it. */
export function notRunThere({ id, options }: RunState): AppError {
  return new AppError('run.notRunThere', { run: id, out: options.exportTo ?? '' });
}
