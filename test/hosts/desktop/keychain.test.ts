import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemKeychain } from '../../../electron/hosts/desktop/keychain.ts';
import { app, safeStorage } from '../../helpers/electron/modules.ts';
import { tempFolder } from '../../helpers/folder.ts';

// The module that Electron gives its main process is the stand-in here, as in the other tests of this folder.
vi.mock('electron', () => import('../../helpers/electron/modules.ts'));

beforeAll(() => app.whenReady());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.runIf(process.platform === 'linux')('a key store', () => {
  // All that Electron names: https://www.electronjs.org/docs/latest/api/safe-storage
  it.each([
    ['basic_text', false],
    ['unknown', false],
    ['gnome_libsecret', true],
    ['kwallet', true],
    ['kwallet5', true],
    ['kwallet6', true],
  ])('%s keeps passwords: %s', (backend, keeps) => {
    vi.stubEnv('STAND_IN_KEYCHAIN', backend);
    expect(systemKeychain(tempFolder()) !== null).toBe(keeps);
  });

  it('gives back what it was given, and leaves nothing of it readable', async () => {
    const folder = tempFolder();
    const keychain = systemKeychain(folder);
    await keychain?.set('a', 'segredo çã');
    await keychain?.set('b', 'outro');
    expect([await keychain?.get('a'), await keychain?.get('b'), await keychain?.get('c')]).toEqual([
      'segredo çã',
      'outro',
      null,
    ]);
    expect(readFileSync(join(folder, 'passwords.json'), 'utf8')).not.toMatch(/segredo|outro/);
    await keychain?.remove('a');
    expect([await keychain?.get('a'), await keychain?.get('b')]).toEqual([null, 'outro']);
  });

  it('is not asked before there is a password, because it may ask its user', async () => {
    const asked = vi.spyOn(safeStorage, 'isAsyncEncryptionAvailable');
    const keychain = systemKeychain(tempFolder());
    expect(await keychain?.get('a')).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['cannot be had', 'locked'],
    ['answers with the key that everybody knows', 'none'],
  ])('that %s keeps nothing', async (_name, secrets) => {
    const folder = tempFolder();
    vi.stubEnv('STAND_IN_SECRETS', secrets);
    const keychain = systemKeychain(folder);
    await expect(keychain?.set('a', 'segredo')).rejects.toMatchObject({ code: 'host.noKeychain' });
    expect(existsSync(join(folder, 'passwords.json'))).toBe(false);
  });

  it('is one on macOS and Windows, where its mark is the same', async () => {
    vi.stubEnv('STAND_IN_SECRETS', 'none');
    for (const platform of ['darwin', 'win32'] as const) {
      const keychain = systemKeychain(tempFolder(), platform);
      await keychain?.set('a', 'segredo');
      expect(await keychain?.get('a')).toBe('segredo');
    }
  });

  it('that is locked or has another key gives nothing, and the password stays for the next time', async () => {
    const folder = tempFolder();
    const keychain = systemKeychain(folder);
    await keychain?.set('a', 'segredo');
    vi.stubEnv('STAND_IN_SECRETS', 'locked');
    expect(await keychain?.get('a')).toBeNull();
    vi.unstubAllEnvs();
    expect(await keychain?.get('a')).toBe('segredo');
    vi.spyOn(safeStorage, 'decryptStringAsync').mockRejectedValue(new Error('another key'));
    expect(await keychain?.get('a')).toBeNull();
  });

  it('that has a newer key encrypts again with it', async () => {
    const folder = tempFolder();
    const keychain = systemKeychain(folder);
    await keychain?.set('a', 'segredo');
    const before = readFileSync(join(folder, 'passwords.json'), 'utf8');
    vi.stubEnv('STAND_IN_SECRETS', 'rotated');
    expect(await keychain?.get('a')).toBe('segredo');
    vi.unstubAllEnvs();
    expect(readFileSync(join(folder, 'passwords.json'), 'utf8')).not.toBe(before);
    expect(await keychain?.get('a')).toBe('segredo');
  });

  it('loses none of several that are kept at the same time', async () => {
    const keychain = systemKeychain(tempFolder());
    const names = Array.from({ length: 20 }, (_, i) => `${i}`);
    await Promise.all(names.map((name) => keychain?.set(name, `segredo ${name}`)));
    const got = await Promise.all(names.map((name) => keychain?.get(name)));
    expect(got).toEqual(names.map((name) => `segredo ${name}`));
  });
});
