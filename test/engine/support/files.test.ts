import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { knownOf } from '../../../electron/engine/support/files.ts';
import { migratedSample } from '../../helpers/migrated.ts';

it('what a power cut left of the files of a run is named, and the rest is there', async () => {
  const { workspace, state } = await migratedSample({ rows: 50, dirty: true });
  const folder = openWorkspace(workspace, {}).runFolder(state.id);
  const later = { phase: 'before', cutover: null } as const;
  const whole = await knownOf(workspace, state, folder, later);
  expect(whole.unreadable).toEqual([]);
  expect(whole.exceptions.records.length).toBeGreaterThan(0);

  writeFileSync(folder.plan, '{"format": 1, "tab');
  const [first] = readFileSync(folder.exceptions, 'utf8').split('\n');
  writeFileSync(folder.exceptions, `${first}\n{"table": "devic`);
  const cut = await knownOf(workspace, state, folder, later);
  expect(cut.unreadable).toEqual(['plan.json', 'exceptions.ndjson']);
  expect(cut.plan).toBeNull();
  expect(cut.exceptions).toEqual({ records: whole.exceptions.records.slice(0, 1), more: true });
  expect(cut.audit).toEqual(whole.audit);
});
