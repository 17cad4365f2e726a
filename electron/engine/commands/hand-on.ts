import { livePhase, readCutover, writeCutover } from '../cutover/state.ts';
import type { ListedRun, Workspace } from '../run/workspace.ts';

/**
 * A run that came back gives up what going live had arranged: that the system starts the managed server. Another run of
 * the workspace that is live there takes it over.
 * @returns true where the server has to go on starting: also where a run does not say whether it is live
 */
export async function handServiceOn(workspace: Workspace, back: string): Promise<boolean> {
  let isDoubtful = false;
  for (const each of await workspace.listRuns()) {
    if (each.id === back || ('state' in each && !each.state.target.managed)) continue;
    try {
      if (await takeOver(workspace, each)) return true;
    } catch {
      // Somebody works on it, or one of its files is damaged: it may need the server, and is not written to.
      isDoubtful = true;
    }
  }
  return isDoubtful;
}

/** @throws AppError run.busy, run.damaged */
async function takeOver(workspace: Workspace, { id }: ListedRun): Promise<boolean> {
  const { dir } = workspace.runFolder(id);
  if (!isThere(await readCutover(dir))) return false;
  return workspace.withRunLock(id, async () => {
    // It may have come back since, too.
    const now = await readCutover(dir);
    if (now === null || !isThere(now)) return false;
    await writeCutover(dir, { ...now, service: true });
    return true;
  });
}

function isThere(state: Parameters<typeof livePhase>[0]): boolean {
  return ['live', 'halfway', 'returning'].includes(livePhase(state));
}
