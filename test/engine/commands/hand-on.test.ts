import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { handServiceOn } from '../../../electron/engine/commands/hand-on.ts';
import {
  cutoverFile,
  newCutover,
  readCutover,
  writeCutover,
} from '../../../electron/engine/cutover/state.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { runState } from '../../helpers/certificate.ts';
import { tempFolder } from '../../helpers/folder.ts';

/** A workspace with one other run on the managed server. */
async function scene(finishedAt: string | null = '2026-01-01T00:00:00.000Z') {
  const workspace = openWorkspace(tempFolder(), {});
  const { id, dir } = await workspace.createRun();
  const state = runState({ id, status: 'succeeded' });
  await workspace.writeState({ ...state, target: { ...state.target, managed: true } });
  await writeCutover(dir, { ...newCutover(), finishedAt });
  return { workspace, id, dir, handOn: () => handServiceOn(workspace, '20260101-0000-back') };
}

it('gives the start of the server to a run that is live there', async () => {
  const { handOn, dir } = await scene();
  expect(await handOn()).toBe(true);
  expect(await readCutover(dir)).toMatchObject({ service: true });
});

it('leaves a run alone that never went live', async () => {
  const { handOn, dir } = await scene(null);
  expect(await handOn()).toBe(false);
  expect(await readCutover(dir)).toMatchObject({ service: false });
});

it('writes to no run that somebody works on, and lets the server start', async () => {
  const { workspace, id, handOn, dir } = await scene();
  expect(await workspace.withRunLock(id, handOn)).toBe(true);
  expect(await readCutover(dir)).toMatchObject({ service: false });
});

it('is not stopped by a damaged run', async () => {
  const { handOn, dir } = await scene();
  writeFileSync(cutoverFile(dir), '{');
  expect(await handOn()).toBe(true);
});
