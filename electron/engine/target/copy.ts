import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from, to } from 'pg-copy-streams';

/**
 * Bytes handed to the connection at once. What it has not sent yet cannot be seen moving, so this is what must pass
 * over a slow link within the patience of the watchdog.
 */
export const pieceBytes = 1024 * 1024;

/**
 * Sends blocks of COPY text to the server; takes the next block only when the connection can take it. An abort ends
 * the COPY (the server then rolls it back). Throws the server's error.
 */
export async function copyFrom(
  client: ClientBase,
  sql: string,
  blocks: Iterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const stream = client.query(from(sql));
  await pipeline(Readable.from(pieces(blocks), { highWaterMark: 2 }), stream, { signal });
}

function* pieces(blocks: Iterable<Buffer>): Generator<Buffer> {
  for (const block of blocks) {
    for (let at = 0; at < block.length; at += pieceBytes) yield block.subarray(at, at + pieceBytes);
  }
}

/** Rows of a query as COPY text, in buffers of whatever size they arrive in. */
export async function* copyTo(client: ClientBase, sql: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stream = client.query(to(sql));
  const abort = (): void => {
    stream.destroy(new Error('aborted'));
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    for await (const data of stream) yield data as Buffer;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
