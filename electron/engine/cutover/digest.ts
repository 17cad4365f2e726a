import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ifThere } from '../system/files.ts';

/** SHA-256 and size of a file with its write-ahead log; null where it is not there. */
export async function digestOf(path: string): Promise<{ sha256: string; bytes: number } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const file of [path, `${path}-wal`]) {
    const found = await ifThere(stat(file));
    if (found === null && file === path) return null;
    if (found === null || found.size === 0) continue;
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { end: false });
    bytes += found.size;
  }
  return { sha256: hash.digest('hex'), bytes };
}
