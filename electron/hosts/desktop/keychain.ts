import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { writeAtomic } from '../../engine/system/atomic.ts';
import type { Keychain } from '../shared/logins.ts';

const shape = z.record(z.string(), z.base64());

/**
 * Passwords in the workspace, encrypted with a key that the system's keychain holds. Null where there is none: on Linux
 * without a secret service Electron would encrypt with a key that everybody knows.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function systemKeychain(workspace: string): Keychain | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  const weak = ['basic_text', 'unknown'];
  if (process.platform === 'linux' && weak.includes(safeStorage.getSelectedStorageBackend())) return null;
  const file = join(workspace, 'passwords.json');
  const change = async (edit: (all: Map<string, string>) => void): Promise<void> => {
    const all = new Map(Object.entries(await readPasswords(file)));
    edit(all);
    await writeAtomic(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  };
  return {
    async get(key) {
      const encrypted = (await readPasswords(file))[key];
      return encrypted === undefined ? null : decrypted(encrypted);
    },
    set: (key, password) =>
      change((all) => all.set(key, safeStorage.encryptString(password).toString('base64'))),
    remove: (key) => change((all) => all.delete(key)),
  };
}

async function readPasswords(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return shape.parse(JSON.parse(text));
}

/** Null where the keychain has another key now: the user types the password again. */
function decrypted(encrypted: string): string | null {
  try {
    return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
  } catch {
    return null;
  }
}
