import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { openWorkspace } from '../run/workspace.ts';

/** A run in the list, or why it cannot be read. */
export type ToldRun =
  | { id: string; state: RunState }
  | { id: string; error: { code: ErrorCode; params: ErrorParams } };

/** All runs of the workspace, the newest first; one that cannot be read comes with the reason. */
export async function listRuns({ workspace }: { workspace: string }): Promise<ToldRun[]> {
  const listed = await openWorkspace(workspace, {}).listRuns();
  return listed.map((run) => {
    if ('state' in run) return run;
    return { id: run.id, error: { code: run.error.code, params: run.error.params } };
  });
}
