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
  await requireLoaded(client, state);
  if (await settleSync(client, config, workspace, folder, state)) await verifyFolder(session);
  assertSource(await findRun(client, state.id), state);
}
