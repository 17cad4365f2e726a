import { basename, resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { LivePhase } from '../../../shared/contract/cutover.ts';
import { abilitiesOf } from '../../../shared/contract/run-abilities.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { RunState, SupportContents } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { cutoverFile, livePhase, readCutover } from '../cutover/state.ts';
import type { RunFolder } from '../run/paths.ts';
import { openWorkspace, type Workspace } from '../run/workspace.ts';
import { contentsOf, examplesOf } from '../support/contents.ts';
import { knownOf, type Later } from '../support/files.ts';
import { writeAtomic } from '../system/atomic.ts';
import { within } from '../system/within.ts';
import { viewCutover } from './cutover-view.ts';

export interface SupportBundleInput {
  workspace: string;
  run: string;
  /** `.zip` to write; null: only what would be in it is told. */
  out: string | null;
  /** Of the page in it. */
  language: Language;
}

export interface SupportBundle extends SupportContents {
  /** Null where nothing was written. */
  path: string | null;
}

/**
 * What support needs to understand a run, as one ZIP: a page for people, and state, plan, findings, exceptions and the
 * end of the log as data. Names, counts and paths stay; values of rows are masked, so that their spelling can be seen.
 * No snapshot, no plate, no password, and no server is asked.
 * @throws AppError run.unknown {run}, run.damaged {run, path, reason}, output.unwritable {path, reason}
 */
export async function writeSupportBundle(
  input: SupportBundleInput,
  _ctx: EngineContext,
): Promise<SupportBundle> {
  const workspace = openWorkspace(input.workspace, {});
  const state = await workspace.readState(input.run);
  const folder = workspace.runFolder(input.run);
  const known = await knownOf(workspace.dir, state, folder, await laterOf(workspace, state, folder));
  const contents = contentsOf(known, input.language).map(([name, text]) => ({ name, bytes: strToU8(text) }));
  const files = contents.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  const examples = examplesOf(known);
  if (input.out === null) return { path: null, files, examples };
  const zip = zipSync(Object.fromEntries(contents.map(({ name, bytes }) => [name, bytes])), { level: 6 });
  const path = resolve(input.out);
  await writeAtomic(path, zip, 0o644).catch((cause: unknown) => {
    throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
  });
  return { path, files, examples };
}

/** Milliseconds for the look at this machine: a disk of the network that is gone never answers. */
const longestLook = 5_000;

/** Whatever fails here is named, and is not known: a bundle is asked for when things fail, and the rest says more than none. */
async function laterOf(workspace: Workspace, state: RunState, { dir }: RunFolder): Promise<Later> {
  let phase: LivePhase;
  try {
    phase = livePhase(await readCutover(dir));
  } catch (error) {
    return { phase: null, cutover: null, unreadable: [fileOf(error, cutoverFile(dir))] };
  }
  if (!abilitiesOf(state, phase, false).cutover) return { phase, cutover: null, unreadable: [] };
  try {
    return { phase, cutover: await within(longestLook, viewCutover(workspace, state.id)), unreadable: [] };
  } catch (error) {
    return { phase, cutover: null, unreadable: [fileOf(error, state.source.path)] };
  }
}

/** Name of the file that an error is about, which not every error says. */
function fileOf(error: unknown, otherwise: string): string {
  if (error instanceof AppError) return basename(String(error.params.path ?? otherwise));
  return basename((error as NodeJS.ErrnoException).path ?? otherwise);
}
