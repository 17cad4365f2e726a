import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy in front of a server: cuts its connections after so many bytes, or holds them without a word. */
export interface Proxy {
  url: string;
  /** Connections that were cut so far. */
  cuts: number;
  /** Cuts one connection when this many more bytes have come from clients. */
  cutAfter(bytes: number): void;
  /** Nothing passes any more on the connections there are; new ones pass. */
  stall(): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  let budget = Number.POSITIVE_INFINITY;
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      pairs.delete(pair);
    };
    client.on('data', (data) => {
      budget -= data.length;
      if (budget >= 0) return;
      budget = Number.POSITIVE_INFINITY;
      proxy.cuts++;
      end();
    });
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  const proxy: Proxy = {
    url: url.href,
    cuts: 0,
    cutAfter: (bytes) => {
      budget = bytes;
    },
    stall: () => {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream);
        upstream.unpipe(client);
        client.pause();
        upstream.pause();
      }
    },
    close: async () => {
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
