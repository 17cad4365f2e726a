import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** One message of PostgreSQL's protocol, with a length that is right. */
export function message(code: string, ...body: (string | Buffer | number[])[]): Buffer {
  const bytes = Buffer.concat(
    body.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part as Buffer))),
  );
  const head = Buffer.alloc(5);
  head.write(code, 'latin1');
  head.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

/** A message with a length of its own choice. */
export function framed(code: string, length: number, ...body: (string | number[])[]): Buffer {
  const sent = message(code, ...body);
  sent.writeUInt32BE(length >>> 0, 1);
  return sent;
}

export function int32(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return [...bytes];
}

/**
 * Something that listens like a server and answers each piece that a client sends with the next of these; then it is
 * silent. A request for TLS is refused, as a server without it does.
 * @returns the port.
 */
export async function fakeServer(answers: readonly Buffer[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const left = [...answers];
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (data.length === 8 && data.readUInt32BE(4) === 80877103) socket.write('N');
      else {
        const next = left.shift();
        if (next) socket.write(next);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
