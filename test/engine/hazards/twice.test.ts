import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrated } from '../../helpers/hazard.ts';

it('the same file gives the same plan, byte for byte', async () => {
  const file = join(tempFolder(), 'autocore.db');
  await writeSample({ out: file, rows: 500, dirty: true });
  const copy = { write: (path: string) => copyFile(file, path) };
  const [first, second] = await Promise.all([
    migrated(copy, { extras: true }),
    migrated(copy, { extras: true }),
  ]);
  onTestFinished(first.close);
  onTestFinished(second.close);
  expect(second.planText).toBe(first.planText);
  expect(second.state.source.sha256).toBe(first.state.source.sha256);
  expect(second.audit.findings).toEqual(first.audit.findings);
  expect(second.state.tables).toEqual(first.state.tables);
  const sorted = (h: typeof first) => h.exceptions.map((e) => JSON.stringify(e)).sort();
  expect(sorted(second)).toEqual(sorted(first));
});
