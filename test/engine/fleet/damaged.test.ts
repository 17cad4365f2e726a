import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cutoverFile } from '../../../electron/engine/cutover/state.ts';
import { runsOf, vehicleOf } from '../../../electron/engine/fleet/look.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { runState } from '../../helpers/certificate.ts';
import { tempFolder } from '../../helpers/folder.ts';

it('tells of a damaged folder as of its vehicle alone', async () => {
  const workspace = openWorkspace(tempFolder(), {});
  for (const vehicle of ['Carro 1', 'Carro 2']) {
    const { id, dir } = await workspace.createRun();
    await workspace.writeState({ ...runState({ id, status: 'succeeded' }), fleet: { id: 'frota', vehicle } });
    if (vehicle === 'Carro 1') writeFileSync(cutoverFile(dir), '{');
  }
  const runs = await runsOf(workspace, 'frota');
  const looked = [...runs].map(([vehicle, run]) => {
    const row = { line: 1, vehicle, plate: '', file: '/nowhere.db', schema: '', notes: '', fault: null };
    const { status, error } = vehicleOf(row, 'carro', run, null);
    return [vehicle, status, error?.code ?? null];
  });
  expect(looked.sort()).toEqual([
    ['Carro 1', 'failed', 'run.damaged'],
    ['Carro 2', 'done', null],
  ]);
});
