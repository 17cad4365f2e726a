import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  isHeld,
  rename,
  renameSync,
  rm,
  rmdir,
  rmSync,
  whileHeld,
  whileHeldSync,
} from '../../../electron/engine/system/files.ts';
import { tempFolder } from '../../helpers/folder.ts';

const windows = { platform: 'win32', wait: 10_000 } as const;

/** What somebody has open for so many attempts. */
function held(code: string, attempts: number) {
  const seen = { attempts: 0 };
  const once = (): string => {
    seen.attempts += 1;
    if (seen.attempts <= attempts) throw Object.assign(new Error(code), { code });
    return 'done';
  };
  return { seen, once };
}

describe.each(['EPERM', 'EBUSY', 'EACCES', 'ENOTEMPTY'])('%s', (code) => {
  test('on Windows is tried again until it is let go', async () => {
    const [file, other] = [held(code, 3), held(code, 3)];
    expect(await whileHeld(async () => file.once(), windows)).toBe('done');
    expect(whileHeldSync(other.once, windows)).toBe('done');
    expect([file.seen.attempts, other.seen.attempts]).toEqual([4, 4]);
  });

  test('elsewhere is said at once', async () => {
    const file = held(code, 3);
    const linux = { ...windows, platform: 'linux' } as const;
    await expect(whileHeld(async () => file.once(), linux)).rejects.toMatchObject({ code });
    expect(() => whileHeldSync(held(code, 3).once, linux)).toThrow(code);
    expect(file.seen.attempts).toBe(1);
  });
});

test('what is never let go is said in the end', async () => {
  const file = held('EBUSY', Number.POSITIVE_INFINITY);
  const short = { ...windows, wait: 60 };
  await expect(whileHeld(async () => file.once(), short)).rejects.toMatchObject({ code: 'EBUSY' });
  // How often within that time is the computer's affair.
  expect(file.seen.attempts).toBeGreaterThan(1);
  expect(() => whileHeldSync(held('EACCES', Number.POSITIVE_INFINITY).once, short)).toThrow('EACCES');
});

test('what waiting does not change is said at once', async () => {
  const file = held('ENOENT', 3);
  await expect(whileHeld(async () => file.once(), windows)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(file.seen.attempts).toBe(1);
  const folder = held('ENOTEMPTY', 3);
  const rights = { ...windows, except: ['ENOTEMPTY'] };
  await expect(whileHeld(async () => folder.once(), rights)).rejects.toMatchObject({ code: 'ENOTEMPTY' });
});

test('only on Windows a refusal means that somebody has the file', () => {
  const error = Object.assign(new Error(), { code: 'EPERM' });
  expect(isHeld(error, 'win32')).toBe(true);
  expect(isHeld(error, 'linux')).toBe(false);
  expect(isHeld(Object.assign(new Error(), { code: 'ENOSPC' }), 'win32')).toBe(false);
});

test('they do what they are called', async () => {
  const folder = tempFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('a'), 'text');
  await rename(at('a'), at('b'));
  renameSync(at('b'), at('c'));
  expect(readFileSync(at('c'), 'utf8')).toBe('text');
  mkdirSync(at('deep/er'), { recursive: true });
  await expect(rmdir(at('deep'))).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  await rm(at('deep'), { recursive: true });
  rmSync(at('c'));
  await rm(at('c'), { force: true });
  mkdirSync(at('empty'));
  await rmdir(at('empty'));
  expect(['a', 'b', 'c', 'deep', 'empty'].filter((name) => existsSync(at(name)))).toEqual([]);
});
