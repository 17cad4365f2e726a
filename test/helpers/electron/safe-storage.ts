import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { afterReady, app } from './app.ts';

const key = randomBytes(32);

function backend(): string {
  return process.env.STAND_IN_KEYCHAIN ?? 'gnome_libsecret';
}

/** How Chromium on Linux marks what it encrypted with the key in its own source, and what with one of a secret service. */
function mark(): string {
  return backend() === 'basic_text' || process.env.STAND_IN_SECRETS === 'none' ? 'v10' : 'v11';
}

/**
 * Encryption with a key that lives as long as the process. The calls that hold up the program are not here: Electron
 * removes them. https://www.electronjs.org/docs/latest/api/safe-storage
 */
export const safeStorage = {
  getSelectedStorageBackend: (): string => (app.isReady() ? backend() : 'unknown'),
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    afterReady('safeStorage');
    return process.env.STAND_IN_SECRETS !== 'locked';
  },
  async encryptStringAsync(text: string): Promise<Buffer> {
    afterReady('safeStorage');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from(mark()), iv, cipher.getAuthTag(), encrypted]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    afterReady('safeStorage');
    if (!/^v1[01]$/.test(encrypted.subarray(0, 3).toString('latin1')))
      throw new Error('Error while decrypting the ciphertext');
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(3, 15));
    decipher.setAuthTag(encrypted.subarray(15, 31));
    const result = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString(
      'utf8',
    );
    return { result, shouldReEncrypt: process.env.STAND_IN_SECRETS === 'rotated' };
  },
};
