import { read } from 'node:fs';
import { promisify } from 'node:util';

/** A file, or the beginning of one, block by block. */
export function fileAhead(file: number, blockBytes: number, bytes: number): AsyncGenerator<Buffer> {
  return readAhead(blockBytes, bytes, (at, into) => fill(file, into, at));
}

/**
 * Blocks one after the other: the next one is read while somebody is at work on this one, which is there until the one
 * after is asked for. Whoever asks no more waits for `return`, before the file is closed.
 * @param bytes to read in all; the last block is as long as what is left
 * @param into fills a block with what begins at a place, in bytes
 */
export async function* readAhead(
  blockBytes: number,
  bytes: number,
  into: (at: number, block: Buffer) => Promise<void>,
): AsyncGenerator<Buffer> {
  const buffers = [Buffer.alloc(blockBytes), Buffer.alloc(blockBytes)] as const;
  const ask = (at: number, buffer: Buffer): Promise<Buffer> => {
    const block = buffer.subarray(0, Math.min(blockBytes, bytes - at));
    const asked = into(at, block).then(() => block);
    // Whoever asks for the block is told why there is none, and that may be later.
    asked.catch(() => {});
    return asked;
  };
  let next = bytes > 0 ? ask(0, buffers[0]) : null;
  try {
    for (let at = blockBytes, turn = 1; next !== null; at += blockBytes, turn = 1 - turn) {
      const block: Buffer = await next;
      next = at < bytes ? ask(at, buffers[turn as 0 | 1]) : null;
      yield block;
    }
  } finally {
    // Nobody is told of a block that nobody wanted any more.
    await next?.catch(() => {});
  }
}

/** All of a buffer with what stands at a place in a file. */
export async function fill(file: number, into: Buffer, position: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await readSome(file, into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error(`the file ends ${into.length - done} bytes early`);
    done += bytesRead;
  }
}

const readSome = promisify(read);
