import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { EngineContext } from '../context.ts';
import { requireBeforeLive } from '../cutover/live-mark.ts';
import { isLive, readCutover, requireNotBack } from '../cutover/state.ts';
import { rememberTarget } from '../run/exported.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireLoaded } from '../run/known.ts';
import { openSession } from '../run/open-session.ts';
import type { RunSession } from '../run/session.ts';
import { type Target, targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { type CatchUpChoice, catchUp, type SyncResult } from '../stages/catch-up.ts';
import { passFence } from '../target/fence.ts';
import { hasJournal } from '../target/journal.ts';
import { inOneTrip } from '../target/pipeline.ts';

export interface SyncInput extends CatchUpChoice {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
}

/**
 * Brings what changed in the source since the run's snapshot over to the target. Can be repeated at any time. Throws
 * AppError source.otherDatabase {run, path, details} without `sameSource`, run.targetBehind {run, found, expected}
 * without `full`, sync.schemaChanged {run, objects}, cutover.done {run}, target.live {live, schema, since}.
 */
export async function syncRun(input: SyncInput, ctx: EngineContext): Promise<SyncResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state } = session;
    const url = targetOf(state, input.target);
    return withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireSyncable(session, target, client, input.target);
        return catchUp(session, target, client, input);
      }),
    );
  });
}

/**
 * Makes sure that a run may follow its source, and lets the session through the fence. The application writes to
 * PostgreSQL from going live on: then the source must not overwrite that.
 * @throws AppError as `syncRun`
 */
export async function requireSyncable(
  session: RunSession,
  target: Target,
  client: pg.Client,
  given: string | null,
): Promise<void> {
  const { state, folder } = session;
  if (state.options.rehearsal) throw new AppError('sync.rehearsal', { run: state.id });
  const live = await readCutover(folder.dir);
  requireNotBack(state.id, live);
  if (isLive(live)) throw new AppError('cutover.done', { run: state.id });
  // What the others ask is in a journal that may be read.
  await hasJournal(client);
  await inOneTrip(client, [
    () => requireLoaded(client, state),
    () => passFence(client, state.id),
    () => requireBeforeLive(client, { run: state.id, schema: state.target.schema, dir: folder.dir }),
  ]);
  await rememberTarget(session, target, client, given);
}
