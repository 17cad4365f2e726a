import { existsSync, readFileSync } from 'node:fs';
import type { Certificate, LeftOut, RunState } from '../../../shared/model/index.ts';
import type { RunFolder } from '../run/paths.ts';
import { openWorkspace } from '../run/workspace.ts';

/** A run with the paths of its files, and what its certificate says that is not in its state. */
export interface RunResult {
  state: RunState;
  files: RunFolder;
  /** What has no counterpart in the target. */
  leftOut: Pick<LeftOut, 'kind' | 'table' | 'name' | 'reason'>[];
  /** Values and rows that did not cross exactly, by place and cause. */
  changed: Certificate['exceptions'];
}

/** The state of a run with its paths. */
export function withFiles(workspace: string, state: RunState): RunResult {
  const files = openWorkspace(workspace, {}).runFolder(state.id);
  // A run that has not come that far has none.
  if (!existsSync(files.certificateJson)) return { state, files, leftOut: [], changed: [] };
  const { leftOut, exceptions } = JSON.parse(readFileSync(files.certificateJson, 'utf8')) as Certificate;
  const named = leftOut.map(({ kind, table, name, reason }) => ({ kind, table, name, reason }));
  return { state, files, leftOut: named, changed: exceptions };
}
