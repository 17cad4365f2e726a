import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { EngineContext } from '../context.ts';
import { requireKnownLive } from '../cutover/live-mark.ts';
import { isLive, readCutover, requireNotBack } from '../cutover/state.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireLoaded } from '../run/known.ts';
import { openSession } from '../run/open-session.ts';
import { targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { catchUp, type SyncResult } from '../stages/catch-up.ts';

export interface SyncInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
}

/** Brings what changed in the source since the run's snapshot over to the target. Can be repeated at any time. */
export async function syncRun(input: SyncInput, ctx: EngineContext): Promise<SyncResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const live = await readCutover(folder.dir);
    requireNotBack(state.id, live);
    // The application writes to PostgreSQL now: the source must not overwrite that.
    if (isLive(live)) throw new AppError('cutover.done', { run: state.id });
    const url = targetOf(state, input.target);
    return withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireLoaded(client, state);
        await requireKnownLive(client, state.id, folder.dir);
        return catchUp(session, target, client);
      }),
    );
  });
}
