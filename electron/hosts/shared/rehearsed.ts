import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LastRehearsal, Wishes } from '../../../shared/contract.ts';
import type { Prediction, RunState } from '../../../shared/model/index.ts';
import type { Workspace } from '../../engine/run/workspace.ts';
import { jsonIn } from './small-files.ts';

/**
 * The last rehearsal of a file that came to its end, whoever started it; null without one.
 * @param sha256 of the copy that was audited
 */
export async function rehearsedOf(
  workspace: Workspace,
  path: string,
  sha256: string | null,
  wishes: Wishes,
): Promise<LastRehearsal | null> {
  for (const listed of await workspace.listRuns()) {
    if (!('state' in listed)) continue;
    const { state } = listed;
    const { finishedAt, status, options, source } = state;
    const fits = options.rehearsal && status === 'succeeded' && source.path === resolve(path);
    if (!fits || finishedAt === null) continue;
    // Of one that was cut off there is none.
    const prediction = await jsonIn<Prediction>(workspace.runFolder(state.id).prediction);
    if (prediction === null) continue;
    const current = source.sha256 === sha256 && isDeepStrictEqual(wishesOf(state), plain(wishes));
    return { run: state.id, finishedAt, tables: state.tables, prediction, current };
  }
  return null;
}

function wishesOf({ profile, extras, options }: RunState): Wishes {
  return plain({ profile, extras, choices: options.choices });
}

function plain({ profile, extras, choices: { types, decisions } }: Wishes): Wishes {
  return { profile, extras, choices: { types: { ...types }, decisions: { ...decisions } } };
}
