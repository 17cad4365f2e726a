import type { RunState } from '../../../shared/model/index.ts';
import type { RunFolder } from '../run/paths.ts';
import { openWorkspace } from '../run/workspace.ts';
/** A run with the paths of its files. */
export interface RunResult {
  state: RunState;
  files: RunFolder;
}

/** The state of a run with its paths. */
export function withFiles(workspace: string, state: RunState): RunResult {
  return { state, files: openWorkspace(workspace, {}).runFolder(state.id) };
}
