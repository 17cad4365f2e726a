import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemKeychain } from '../../../electron/hosts/desktop/keychain.ts';
import { tempFolder } from '../../helpers/folder.ts';

// The module that Electron gives its main process is the stand-in here, as in the other tests of this folder.
vi.mock('electron', () => import('../../helpers/electron/safe-storage.ts'));

afterEach(() => vi.unstubAllEnvs());

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
});
