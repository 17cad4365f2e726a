import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { liveMark, requireNoneLive } from '../target/live.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { type CutoverState, cutoverFile, isBack, isLive, readCutover } from './state.ts';

export { clearLive } from '../target/live.ts';

/**
 * Whether the application works with a run is written down twice: in the run's folder, and in the target. Where the
 * two do not agree, one of them came from a backup, and what the application wrote could be overwritten or dropped.
 * @throws AppError run.incomplete {run, path}, target.live {live, schema, since} where the target knows better,
 *   run.otherServer {run, since} where it is one that the run went on from, run.liveLost {run, since} where it has
 *   forgotten.
 */
export async function requireKnownLive(
  client: pg.ClientBase,
  { run, schema, dir }: { run: string; schema: string; dir: string },
): Promise<CutoverState | null> {
  const state = await readCutover(dir);
  const mark = await liveMark(client, run);
  if (mark === null) {
    if (!isLive(state) || isBack(state)) return state;
    throw new AppError('run.liveLost', { run, since: state.liveSince ?? state.startedAt });
  }
  if (state === null) throw new AppError('run.incomplete', { run, path: cutoverFile(dir) });
  // On its way to another server, and stopped before the folder had said so.
  if (mark.since !== null && mark.since === state.moving) return state;
  if (isLeftBehind(state, mark.since))
    throw new AppError('run.otherServer', { run, since: state.liveSince ?? '?' });
  const known = state.liveSince === mark.since && (mark.since !== null || isLive(state));
  if (!known) throw new AppError('target.live', { live: run, schema, since: mark.since ?? '?' });
  return state;
}

/** True where a server's mark says that the run went on from it to another one: what was written since is not there. */
export function isLeftBehind({ earlier }: CutoverState, since: string | null): boolean {
  return since !== null && earlier.includes(since);
}

/**
 * For what follows the source, or loads: only before going live, and only where no other run is live in the schema.
 * @throws AppError cutover.done {run}, target.live {live, schema, since}, and as `requireKnownLive`
 */
export async function requireBeforeLive(
  client: pg.ClientBase,
  place: { run: string; schema: string; dir: string },
): Promise<void> {
  const state = await readCutover(place.dir);
  const since = state?.liveSince ?? null;
  if (isLive(state)) throw new AppError('cutover.done', { run: place.run });
  await inOneTrip(client, [
    () => requireKnownLive(client, place),
    () => requireNoneLive(client, [place.schema], { run: place.run, since }),
  ]);
}
