import type pg from 'pg';
import type { TargetConfig } from '../target/config.ts';
import { findRun } from '../target/journal.ts';
import { assertSource, requireLoaded } from './known.ts';
import { verifyFolder } from './prepared.ts';
import type { RunSession } from './session.ts';
import { settleSync } from './sync-files.ts';

/**
 * Makes sure that the run is loaded, and that what the target holds is what the run's folder wrote there last: a
 * catch-up that was cut off is brought to its end first.
 * @throws AppError run.targetBehind {run, found, expected}, and as `requireLoaded` and `verifyFolder`
 */
export async function requireOwnRows(
  session: Pick<RunSession, 'workspace' | 'folder' | 'state' | 'ctx'>,
  config: TargetConfig,
  client: pg.Client,
): Promise<void> {
  const { workspace, folder, state } = session;
  const known = await requireLoaded(client, state);
  const isSettled = await settleSync(client, config, workspace, folder, state);
  if (isSettled) await verifyFolder(session);
  // What was brought to its end may have moved what the journal says.
  assertSource(isSettled ? await findRun(client, state.id) : known, state);
}
