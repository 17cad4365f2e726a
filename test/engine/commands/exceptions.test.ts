import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeExceptionsCsv } from '../../../electron/engine/commands/exceptions.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';

/** @returns what writes the exceptions of a run that has none, and the folder they go to */
async function scene() {
  const workspace = tempFolder();
  const { id, exceptions } = await openWorkspace(workspace, {}).createRun();
  const folder = tempFolder();
  const input = { workspace, run: id, from: exceptions, language: 'en' as const };
  const write = (out: string, ctx = quiet) => writeExceptionsCsv({ ...input, out }, ctx);
  return { folder, write };
}

it('writes a file, also over an older one', async () => {
  const { folder, write } = await scene();
  const out = join(folder, 'a.csv');
  writeFileSync(out, 'of yesterday');
  expect(await write(out)).toEqual({ path: out });
  expect(readFileSync(out, 'utf8')).toMatch(/^\uFEFFTable,/);
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

it('says what could not be written, and leaves nothing cut off', async () => {
  const { folder, write } = await scene();
  mkdirSync(join(folder, 'a.csv'));
  const taken = { code: 'output.unwritable', params: { path: join(folder, 'a.csv') } };
  await expect(write(join(folder, 'a.csv'))).rejects.toMatchObject(taken);
  await expect(write(join(folder, 'nowhere', 'b.csv'))).rejects.toMatchObject({ code: 'output.unwritable' });
  const stopped = { ...quiet, signal: AbortSignal.abort() };
  await expect(write(join(folder, 'c.csv'), stopped)).rejects.toMatchObject({ name: 'AbortError' });
  expect(readdirSync(folder)).toEqual(['a.csv']);
});
