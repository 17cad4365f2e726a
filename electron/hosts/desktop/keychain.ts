import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { writeAtomic } from '../../engine/system/atomic.ts';
import { readIfThere } from '../../engine/system/files.ts';
import type { Keychain } from '../shared/logins.ts';

const shape = z.record(z.string(), z.base64());

/**
 * Passwords in the workspace, encrypted with a key that the system's keychain holds. Null where there is none: on Linux
 * without a secret service Electron would encrypt with a key that everybody knows.
 *
 * The keychain itself is asked when there is a password to keep or to read, and not before: asking may make the system
 * ask its user, and the window must not wait for that.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function systemKeychain(
  workspace: string,
  platform: NodeJS.Platform = process.platform,
): Keychain | null {
  const weak = ['basic_text', 'unknown'];
  if (platform === 'linux' && weak.includes(safeStorage.getSelectedStorageBackend())) return null;
  const file = join(workspace, 'passwords.json');
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, each of what the one before has written. */
  const change = (edit: (all: Map<string, string>) => void): Promise<void> => {
    const done = last.then(async () => {
      const all = new Map(Object.entries(await readPasswords(file)));
      edit(all);
      await writeAtomic(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
    });
    // The next change does not depend on how this one went; whoever asked for this one is told.
    last = done.catch(() => {});
    return done;
  };
  const set = async (key: string, password: string): Promise<void> => {
    const encrypted = await encrypt(password, platform);
    await change((all) => all.set(key, encrypted));
  };
  return {
    async get(key) {
      const encrypted = (await readPasswords(file))[key];
      if (encrypted === undefined) return null;
      const decrypted = await decrypt(encrypted);
      // The system has a newer key. Where that cannot be kept now, the next time is as good.
      if (decrypted?.shouldReEncrypt) await set(key, decrypted.result).catch(() => {});
      return decrypted?.result ?? null;
    },
    set,
    remove: (key) => change((all) => all.delete(key)),
  };
}

async function readPasswords(file: string): Promise<Record<string, string>> {
  return shape.parse(JSON.parse((await readIfThere(file)) ?? '{}'));
}

/** @throws AppError host.noKeychain */
async function encrypt(password: string, platform: NodeJS.Platform): Promise<string> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) throw new AppError('host.noKeychain');
  const encrypted = await safeStorage.encryptStringAsync(password);
  // On Linux Chromium marks so what it encrypted with the key in its own source, because no secret service answered.
  const known = platform === 'linux' && encrypted.subarray(0, 3).toString('latin1') === 'v10';
  if (known) throw new AppError('host.noKeychain');
  return encrypted.toString('base64');
}

/** Null where the keychain has another key now, or is not there: the user types the password again. */
async function decrypt(encrypted: string): Promise<{ result: string; shouldReEncrypt: boolean } | null> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  return safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64')).catch(() => null);
}
