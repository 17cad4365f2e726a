import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGzip, deflateRawSync } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';
import { Header, Pax } from 'tar';
import { digestOf } from '../digest.ts';
import type { Entry } from './entries.ts';

/**
 * The time of every file: what is built again from the same sources is the same archive, byte by byte.
 * https://reproducible-builds.org/docs/source-date-epoch/
 */
const made = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? Date.UTC(2026, 0, 1) / 1000) * 1000);

/**
 * Writes a .tar.gz or, by its name, a .zip. Modes are 0755 and 0644, owners nobody in particular.
 * @param level of compression, from 1 (fast) to 9 (small).
 */
export async function writeArchive(path: string, entries: readonly Entry[], level = 9): Promise<void> {
  if (path.endsWith('.zip')) await pipeline(Readable.from(zipped(entries, level)), createWriteStream(path));
  else await pipeline(Readable.from(tarred(entries)), createGzip({ level }), createWriteStream(path));
}

/** Writes the SHA-256 of a file beside it, as `sha256sum --check` reads it. Returns the digest. */
export async function writeDigest(path: string): Promise<string> {
  const digest = await digestOf(path);
  await writeFile(`${path}.sha256`, `${digest}  ${basename(path)}\n`);
  return digest;
}

/** Blocks of 512 bytes: a header, the content, zeros up to the next; two empty ones at the end. */
async function* tarred(entries: readonly Entry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    const content = await contentOf(entry);
    yield* header(entry, content.length);
    yield content;
    yield Buffer.alloc((512 - (content.length % 512)) % 512);
  }
  yield Buffer.alloc(1024);
}

function* header(entry: Entry, size: number): Generator<Buffer> {
  const fields = {
    path: entry.path,
    mode: modeOf(entry),
    size,
    mtime: made,
    ...{ uid: 0, gid: 0, uname: 'root', gname: 'root' },
    ...('link' in entry
      ? { type: 'SymbolicLink' as const, linkpath: entry.link }
      : { type: 'File' as const }),
  };
  const own = new Header(fields);
  const block = Buffer.alloc(512);
  // A path that does not fit goes before it, in a record of its own.
  if (own.encode(block, 0)) yield new Pax({ path: entry.path }).encode();
  yield block;
}

/** fflate writes the format, Node compresses. A link would need a flag that few programs for zip files know. */
async function* zipped(entries: readonly Entry[], level: number): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece);
  });
  for (const entry of entries) {
    if ('link' in entry) throw new Error(`a link in a zip: ${entry.path}`);
    const content = await contentOf(entry);
    const file: ZipInputFile = {
      filename: entry.path,
      size: content.length,
      crc: crc32(content),
      compression: 8,
      // Made on a Unix, with the mode in the upper half: also unpacked there it can be executed.
      os: 3,
      attrs: ((0o100000 | modeOf(entry)) << 16) >>> 0,
      mtime: localTime(made),
    };
    zip.add(file);
    file.ondata?.(null, deflateRawSync(content, { level }), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

/** The format knows no time zone, and the library takes the local one: the digits are to be those of UTC. */
function localTime(time: Date): Date {
  return new Date(time.getTime() + time.getTimezoneOffset() * 60_000);
}

async function contentOf(entry: Entry): Promise<Buffer> {
  if ('file' in entry) return readFile(entry.file);
  return Buffer.from('text' in entry ? entry.text : '');
}

function modeOf(entry: Entry): number {
  return entry.executable || 'link' in entry ? 0o755 : 0o644;
}
