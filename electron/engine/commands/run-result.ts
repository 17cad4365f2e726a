import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Certificate, LeftOut, RunState } from '../../../shared/model/index.ts';
import { parseIn } from '../cutover/parse.ts';
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

/**
 * The state of a run with its paths. A certificate that an attempt before this one left says nothing of it.
 * @throws AppError run.damaged {run, path, reason} for a certificate that cannot be read
 */
export function withFiles(workspace: string, state: RunState): RunResult {
  const files = openWorkspace(workspace, {}).runFolder(state.id);
  // A run that has not come that far has none.
  const certificate = existsSync(files.certificateJson)
    ? certificateOf(files.certificateJson, state.id)
    : null;
  if (certificate === null || certificate.finishedAt !== state.finishedAt)
    return { state, files, leftOut: [], changed: [] };
  const { leftOut, exceptions } = certificate;
  const named = leftOut.map(({ kind, table, name, reason }) => ({ kind, table, name, reason }));
  return { state, files, leftOut: named, changed: exceptions };
}

function certificateOf(path: string, run: string): Certificate {
  return parseIn(z.custom<Certificate>(isCertificate), readFileSync(path, 'utf8'), { run, path });
}

/** What is read of it here. */
function isCertificate(value: unknown): boolean {
  const found = value as Partial<Certificate> | null;
  return Array.isArray(found?.leftOut) && Array.isArray(found.exceptions) && found.finishedAt !== undefined;
}
