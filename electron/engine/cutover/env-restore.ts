import { createHash } from 'node:crypto';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { ifThere } from '../system/files.ts';
import { unsetEnv } from './env.ts';
import { utf8 } from './env-text.ts';
import type { CutoverState } from './state.ts';

/** Settings that are written into an .env file. */
export const envNames = ['DATABASE_TYPE', 'DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD'] as const;

/** What is kept in the state of a run about a file that was written. */
export type NotedEnv = CutoverState['envs'][number];

export interface Restoration {
  path: string;
  content: Buffer;
  /** The file whose owner and mode the new one gets. */
  like: string;
}

/**
 * What makes a file what it was, null where it is that already. Rejects where that cannot be known: the backup is gone or
 * another one, the file cannot be read.
 */
export async function restoration({ path, backup, written, before }: NotedEnv): Promise<Restoration | null> {
  // The file behind a link that somebody made since is the one to replace; one that leads nowhere is told of.
  const real = (await ifThere(lstat(path))) === null ? path : await realpath(path);
  const now = await ifThere(readFile(real));
  const edited = now !== null && envDigest(now) !== written;
  const kept = await ifThere(readFile(backup));
  if (kept === null) {
    // Noted, and never written.
    if (edited) return null;
    throw new Error(`ENOENT: no such file, '${backup}'`);
  }
  if (before !== null && envDigest(kept) !== before) throw new Error(`the backup was changed, '${backup}'`);
  if (now?.equals(kept)) return null;
  return { path: real, content: edited ? backOut(now, kept, envNames) : kept, like: backup };
}

/** A content without our settings, with those of `before` in their place. */
export function backOut(now: Buffer, before: Buffer, names: readonly string[]): Buffer {
  const [text, was] = [utf8(now), utf8(before)];
  if (text !== null && was !== null) return Buffer.from(unsetEnv(text, was, names));
  // In another encoding since: no byte of it may change.
  return Buffer.from(unsetEnv(now.toString('latin1'), before.toString('latin1'), names), 'latin1');
}

export function envDigest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
