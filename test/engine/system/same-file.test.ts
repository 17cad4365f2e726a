import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSameFile } from '../../../electron/engine/system/same-file.ts';
import { tempFolder } from '../../helpers/folder.ts';

test('two names are one file, two files with the same content are not', async () => {
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

test('two files are different where a double would take their numbers for one, and on two disks', async () => {
  const large = 2n ** 60n;
  const look = async (path: string) => ({ ino: path === 'a' ? large : large + 1n, dev: 7n });
  expect(await isSameFile('a', 'b', look)).toBe(false);
  const onTwo = async (path: string) => ({ ino: 1n, dev: path === 'a' ? 7n : 8n });
  expect(await isSameFile('a', 'b', onTwo)).toBe(false);
});
