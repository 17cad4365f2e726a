import { createServer, type Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';

/** What a server that is not what it seems says after the start-up message, and after each answer that it gets. */
export type Script = readonly (Buffer | readonly Buffer[])[];

export interface FakeServer {
  port: number;
  /** Everything that clients sent, with TLS taken off. */
  received(): Buffer;
  /** Types of the messages after the start-up message: `p` is a password, a hash or a proof; `Q` a statement. */
  messages(): string[];
  /** Connections that were ever made. */
  count(): number;
  /** Names that clients asked for in the TLS handshake. */
  names(): (string | false | null)[];
  close(): Promise<void>;
}

/** A message of the server. https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, ...parts: (number | string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part !== 'number') return Buffer.from(part);
      const number = Buffer.alloc(4);
      number.writeInt32BE(part);
      return number;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const says = {
  ok: message('R', 0),
  cleartext: message('R', 3),
  md5: message('R', 5, 'salt'),
  /** GSSAPI, SSPI and whatever else there may be. */
  other: (code: number) => message('R', code),
  sasl: (...mechanisms: string[]) => message('R', 10, `${mechanisms.join('\0')}\0\0`),
  saslContinue: (text: string) => message('R', 11, text),
  saslFinal: (text: string) => message('R', 12, text),
  ready: Buffer.concat([message('K', 1, 2), message('Z', 'I')]),
  raw: message,
};

/**
 * A server on 127.0.0.1 that plays a script, over a real socket.
 * @param tls with a certificate, it takes TLS, asked for or at once.
 */
export async function fakeServer(
  script: (answers: readonly string[]) => Script,
  tls: TlsOptions | null = null,
): Promise<FakeServer> {
  const received: Buffer[] = [];
  const messages: string[] = [];
  const names: (string | false | null)[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const talk = (socket: Socket): void => {
    let buffer = Buffer.alloc(0);
    let started = false;
    let step = 0;
    const answers: string[] = [];
    const play = (): void => {
      const next = script(answers)[step++];
      if (next === undefined) return;
      socket.write(Buffer.isBuffer(next) ? next : Buffer.concat([...next]));
    };
    socket.on('data', (data) => {
      received.push(data);
      buffer = Buffer.concat([buffer, data]);
      for (;;) {
        const at = started ? 1 : 0;
        if (buffer.length < at + 4 || buffer.length < at + buffer.readInt32BE(at)) return;
        const end = at + buffer.readInt32BE(at);
        if (started) {
          messages.push(String.fromCharCode(buffer[0] ?? 0));
          answers.push(buffer.subarray(5, end).toString('latin1'));
        }
        started = true;
        buffer = buffer.subarray(end);
        play();
      }
    });
  };
  const secure = (socket: Socket, options: TlsOptions): void => {
    const wrapped = new TLSSocket(socket, {
      ...options,
      isServer: true,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    wrapped.on('error', () => {});
    wrapped.on('secure', () => {
      if (!wrapped.servername) names.push(null);
    });
    talk(wrapped);
  };
  const server = createServer((socket) => {
    count++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      const asksTls = first.length === 8 && first.readInt32BE(4) === 80877103;
      if (first[0] === 0x16 && tls) {
        socket.unshift(first);
        secure(socket, tls);
      } else if (asksTls && tls) {
        socket.write('S');
        secure(socket, tls);
      } else if (asksTls) {
        socket.write('N');
        talk(socket);
      } else {
        socket.unshift(first);
        talk(socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received: () => Buffer.concat(received),
    messages: () => messages,
    count: () => count,
    names: () => names,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
