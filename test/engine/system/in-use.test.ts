import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isOpenElsewhere } from '../../../electron/engine/system/in-use.ts';
import { tempFolder } from '../../helpers/folder.ts';

/** Opens as Windows does while somebody has the file open, or keeps it from us, for so many attempts. */
function held(code: string, attempts: number): typeof open {
  let left = attempts;
  return (...given) => {
    left -= 1;
    return left < 0 ? open(...given) : Promise.reject(Object.assign(new Error(code), { code }));
  };
}

test('a file that somebody keeps open is in use; one that a scanner lets go, or that is not there, is not', async () => {
  const path = join(tempFolder(), 'autocore.db');
  expect(await isOpenElsewhere(path)).toBe(false);
  writeFileSync(path, '');
  expect(await isOpenElsewhere(path, held('EBUSY', 3))).toBe(false);
  expect(await isOpenElsewhere(path, held('EBUSY', Number.POSITIVE_INFINITY))).toBe(true);
});

test('what cannot be opened for another reason is no answer', async () => {
  const path = join(tempFolder(), 'autocore.db');
  expect(await isOpenElsewhere(path, held('EACCES', Number.POSITIVE_INFINITY))).toBeNull();
  await expect(isOpenElsewhere(path, held('EIO', 1))).rejects.toMatchObject({ code: 'EIO' });
});
