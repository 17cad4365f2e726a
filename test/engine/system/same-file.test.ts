import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSameFile } from '../../../electron/engine/system/same-file.ts';
import { tempFolder } from '../../helpers/folder.ts';

test('two names are one file only where the whole number says so', async () => {
  const folder = tempFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('a'), 'same');
  writeFileSync(at('b'), 'same');
  linkSync(at('a'), at('c'));
  expect(await isSameFile(at('a'), at('c'))).toBe(true);
  expect(await isSameFile(at('a'), at('b'))).toBe(false);
});

test('takes files without a number for different ones', async () => {
  expect(await isSameFile('a', 'b', async () => ({ ino: 0n, dev: 7n }))).toBe(false);
  expect(await isSameFile('a', 'b', async () => ({ ino: 1n, dev: 7n }))).toBe(true);
});
