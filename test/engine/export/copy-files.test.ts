import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CopyFiles } from '../../../electron/engine/export/copy-files.ts';
import { OutputFolder } from '../../../electron/engine/export/output-folder.ts';
import { tempFolder } from '../../helpers/folder.ts';

it('a folder that cannot be claimed is not there afterwards', async () => {
  let path = tempFolder();
  // There is room for the folder and none for a file in it.
  while (path.length < 3900) path = join(path, 'x'.repeat(100));
  path = join(path, 'y'.repeat(4085 - path.length));
  await expect(OutputFolder.claim(path)).rejects.toMatchObject({ code: 'output.unwritable' });
  expect(existsSync(path)).toBe(false);
});

it('a table that is longer than a file may be goes on in further files, each complete by itself', async () => {
  const folder = await OutputFolder.claim(join(tempFolder(), 'para psql'));
  const copies = new CopyFiles(folder, 'data/t', 'copy t from stdin', 40);
  for (const letter of ['a', 'b', 'c']) await copies.add(`${letter.repeat(29)}\n`);
  await copies.end();
  await folder.finish();
  const texts = copies.paths.map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]);
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(29));
  expect(texts).toEqual([
    ['data/t.copy', `copy t from stdin;\n${a}\n\\.\n`],
    ['data/t.2.copy', `copy t from stdin;\n${b}\n\\.\n`],
    ['data/t.3.copy', `copy t from stdin;\n${c}\n\\.\n`],
  ]);
});
