import { createServer, type Socket } from 'node:net';
import pg from 'pg';

/**
 * A pooler that works as PgBouncer does (https://www.pgbouncer.org/features.html), for machines that have none: it
 * greets each client itself, with a process id of its own, and lends it a session of the server for a transaction, or
 * until it leaves. Settings and locks stay with the session, whoever has it next. It asks for no password.
 */
export interface Pooler {
  /** The URL with this pooler in between. */
  url: string;
  /** How often a session was lent. */
  lent(): number;
  close(): Promise<void>;
}

export async function startPooler(
  target: string,
  mode: 'transaction' | 'session',
  size: number,
): Promise<Pooler> {
  const sessions = new Set<Socket>();
  const open = async (): Promise<Socket> => {
    const session = await serverSession(target);
    sessions.add(session);
    return session;
  };
  const free = await Promise.all(Array.from({ length: size }, open));
  const waiting: ((session: Socket) => void)[] = [];
  let lent = 0;
  const give = (session: Socket): void => {
    const next = waiting.shift();
    if (next) next(session);
    else free.push(session);
  };
  /** A session that ended in the middle of a transaction is replaced, any other is as new: `server_reset_query`. */
  const takeBack = (session: Socket, clean: boolean): void => {
    if (!clean) {
      session.destroy();
      sessions.delete(session);
      void open().then(give, () => {});
    } else if (mode === 'transaction') give(session);
    else {
      session.once('data', () => give(session));
      session.write(message('Q', Buffer.from('DISCARD ALL\0')));
    }
  };
  const borrow = (to: (session: Socket) => void): void => {
    lent++;
    const session = free.pop();
    if (session) to(session);
    else waiting.push(to);
  };
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client.setNoDelay(true));
    client.on('error', () => {});
    client.on('close', () => clients.delete(client));
    serve(client, mode, borrow, takeBack);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  url.searchParams.set('sslmode', 'disable');
  return {
    url: url.href,
    lent: () => lent,
    close: async () => {
      for (const socket of [...clients, ...sessions]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(
  client: Socket,
  mode: 'transaction' | 'session',
  borrow: (to: (session: Socket) => void) => void,
  takeBack: (session: Socket, clean: boolean) => void,
): void {
  let session: Socket | null = null;
  let asked = false;
  /** Messages that wait for a session, and answers that the server still owes. */
  const queue: Buffer[] = [];
  let owed = 0;
  let idle = true;
  const fromServer = framer(false, (answer) => {
    client.write(answer);
    // ReadyForQuery: https://www.postgresql.org/docs/current/protocol-message-formats.html
    if (answer[0] !== 0x5a) return;
    owed--;
    idle = answer[5] === 0x49;
    if (mode === 'transaction') release();
  });
  const release = (): void => {
    if (!session || !idle || owed > 0) return;
    session.off('data', fromServer);
    takeBack(session, true);
    session = null;
  };
  const send = (message: Buffer): void => {
    queue.push(message);
    const flush = (): void => {
      for (const each of queue.splice(0)) {
        // Query and Sync are answered by ReadyForQuery.
        if (each[0] === 0x51 || each[0] === 0x53) owed++;
        session?.write(each);
      }
    };
    if (session) flush();
    if (session || asked) return;
    asked = true;
    borrow((lent) => {
      asked = false;
      session = lent;
      lent.on('data', fromServer);
      flush();
    });
  };
  const leave = (): void => {
    release();
    // A transaction that is left open ends with its session.
    if (session) takeBack(session, false);
    session = null;
  };
  client.on('data', (data) => fromClient(data));
  client.on('close', leave);
  const fromClient = framer(true, (message, first) => {
    if (first) greet(client);
    else if (message[0] === 0x58) client.end();
    else send(message);
  });
}

/** AuthenticationOk, what drivers want to know, a process id that is no server's, ReadyForQuery. */
function greet(client: Socket): void {
  const status = (name: string, value: string) => message('S', Buffer.from(`${name}\0${value}\0`));
  client.write(
    Buffer.concat([
      message('R', Buffer.alloc(4)),
      status('server_version', '18.0'),
      status('client_encoding', 'UTF8'),
      status('standard_conforming_strings', 'on'),
      message('K', Buffer.from([0x7f, 0, 0, 1, 1, 2, 3, 4])),
      message('Z', Buffer.from('I')),
    ]),
  );
}

/** Cuts a stream into messages. A client's first one has no type. */
function framer(
  hello: boolean,
  take: (message: Buffer, first: boolean) => void,
): (data: Buffer | string) => void {
  let rest: Buffer = Buffer.alloc(0);
  let first = hello;
  return (data) => {
    rest = Buffer.concat([rest, Buffer.from(data as Buffer)]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      take(message, first);
      first = false;
    }
  };
}

/** A session that is open and idle, as a bare socket. */
async function serverSession(target: string): Promise<Socket> {
  const client = new pg.Client({ connectionString: target });
  client.on('error', () => {});
  await client.connect();
  const { stream } = (client as pg.Client & { connection: { stream: Socket } }).connection;
  stream.removeAllListeners('data');
  stream.on('error', () => {});
  return stream.setNoDelay(true);
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
