import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from, to } from 'pg-copy-streams';

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
  await pipeline(Readable.from(blocks, { highWaterMark: 2 }), stream, { signal });
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
