import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { knownOf } from '../../../electron/engine/support/files.ts';
import { writeBundle } from '../../helpers/bundle.ts';
import { migratedSample } from '../../helpers/migrated.ts';

it('what a power cut left of the files of a run is named, and the rest is there', async () => {
  const { workspace, state } = await migratedSample({ rows: 50, dirty: true });
  const folder = openWorkspace(workspace, {}).runFolder(state.id);
  const later = { phase: 'before' as const, cutover: null, unreadable: [] };
  const whole = await knownOf(workspace, state, folder, later);
  expect(whole.wizard.unreadable).toEqual([]);
  expect(whole.exceptions.records.length).toBeGreaterThan(0);

  writeFileSync(folder.plan, '{"format": 1, "tab');
  const [first] = readFileSync(folder.exceptions, 'utf8').split('\n');
  writeFileSync(folder.exceptions, `${first}\n{"table": "devic`);
  const cut = await knownOf(workspace, state, folder, later);
  expect(cut.wizard.unreadable).toEqual(['plan.json', 'exceptions.ndjson']);
  expect(cut.plan).toBeNull();
  expect(cut.exceptions).toEqual({ records: whole.exceptions.records.slice(0, 1), more: true });
  expect(cut.audit).toEqual(whole.audit);
});

it('a run whose going live cannot be read is not told as one that is not live, and the bundle is written', async () => {
  const { workspace, state } = await migratedSample({ rows: 50 });
  const { dir } = openWorkspace(workspace, {}).runFolder(state.id);
  const about = async () => {
    const { path } = await writeBundle(workspace, state);
    return JSON.parse(strFromU8(unzipSync(readFileSync(path))['wizard.json'] ?? new Uint8Array()));
  };
  expect(await about()).toMatchObject({ phase: 'before', cutover: { phase: 'before' }, unreadable: [] });
  writeFileSync(join(dir, 'checklist.json'), '{"drivers": ');
  expect(await about()).toMatchObject({ phase: 'before', cutover: null, unreadable: ['checklist.json'] });
  // No damage that we know of: nobody can read a folder as a file.
  mkdirSync(join(dir, 'cutover.json'));
  expect(await about()).toMatchObject({ phase: null, cutover: null, unreadable: ['cutover.json'] });
});
