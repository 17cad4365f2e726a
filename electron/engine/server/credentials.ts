import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { writeAtomic } from '../system/atomic.ts';
import type { System } from '../system/programs.ts';
import { closeToOthers } from '../system/secret.ts';
import type { TargetConfig } from '../target/config.ts';
import { oldestTls } from '../target/ssl-config.ts';

/** The role and database that AutoCore's own settings name by default. */
export const owner = 'autocore_user';
export const database = 'autocore';
export const superuser = 'postgres';

const credentialsSchema = z.object({ superuser: z.string().min(16), owner: z.string().min(16) });

/** Passwords of the two roles. They are kept in this one file, readable by the workspace's owner alone. */
export type Credentials = z.infer<typeof credentialsSchema>;

export function newCredentials(): Credentials {
  const password = () => randomBytes(24).toString('base64url');
  return { superuser: password(), owner: password() };
}

/** @throws AppError `server.credentials` {path, reason} when the file cannot be closed to other users. */
export async function writeCredentials(
  file: string,
  credentials: Credentials,
  system: System,
): Promise<void> {
  const text = `${JSON.stringify(credentials, null, 2)}\n`;
  await writeAtomic(file, text, 0o600, (part) => keepPrivate(part, file, system));
}

/** Closes a file to other users before a password is in it. @throws AppError `server.credentials` {path, reason}. */
export async function keepPrivate(part: string, file: string, system: System): Promise<void> {
  await closeToOthers(part, system).catch((cause: Error) => {
    throw new AppError('server.credentials', { path: file, reason: cause.message }, { cause });
  });
}

/** @throws AppError `server.start` {path, reason} when the file is missing or damaged. */
export async function readCredentials(file: string): Promise<Credentials> {
  try {
    return credentialsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new AppError('server.start', { path: file, reason: `cannot read ${file}` }, { cause: error });
  }
}

/** How to reach the managed server as one of its roles. */
export function managedConfig(
  port: number,
  credentials: Credentials,
  role: 'owner' | 'superuser',
): TargetConfig {
  return {
    host: '127.0.0.1',
    hostAddress: null,
    port,
    database: role === 'owner' ? database : superuser,
    user: role === 'owner' ? owner : superuser,
    password: role === 'owner' ? credentials.owner : credentials.superuser,
    passFile: '',
    // The server has no TLS: it never leaves the machine.
    ssl: {
      mode: 'prefer',
      rootCert: null,
      crl: null,
      crlDir: null,
      cert: null,
      key: null,
      sendCert: true,
      keyPassword: null,
      minVersion: oldestTls,
      maxVersion: null,
      negotiation: 'postgres',
      sni: true,
      channelBinding: 'prefer',
    },
    requireAuth: null,
    sessionAttrs: 'any',
    connectTimeout: 10,
    applicationName: null,
    options: null,
  };
}
