import { realpath } from 'node:fs/promises';
import type { CutoverView } from '../../../shared/contract.ts';
import { readTicks } from '../cutover/checklist.ts';
import { sourceUse } from '../cutover/source-use.ts';
import { livePhase, newCutover, readCutover } from '../cutover/state.ts';
import { keptName } from '../cutover/swap.ts';
import { snapshotTakenAt } from '../run/taken-at.ts';
import type { Workspace } from '../run/workspace.ts';

/**
 * How far going live is, as the run's folder and this machine tell it. Asks no server, opens no database, and changes
 * nothing: light enough for a host's own thread.
 */
export async function viewCutover(workspace: Workspace, run: string): Promise<CutoverView> {
  const state = await workspace.readState(run);
  const { source } = state;
  const folder = workspace.runFolder(run);
  const [kept, ticks, use, since] = await Promise.all([
    readCutover(folder.dir),
    readTicks(folder.dir),
    sourceUse(source.path),
    snapshotTakenAt(state, folder.snapshot),
  ]);
  const real = await realpath(source.path).catch(() => null);
  const { steps, finishedAt, outcome, source: left, envs, restore } = kept ?? newCutover();
  return {
    ...{
      run,
      phase: livePhase(kept),
      source: source.path,
      use,
      ticks,
      since,
      steps,
      finishedAt,
      outcome,
      left,
    },
    envs: envs.map(({ path, backup }) => ({ path, backup })),
    restore,
    keeps: restore?.kept ?? (real && keptName(real, run)),
  };
}
