import { connect, createServer, type Server, type Socket } from 'node:net';

/** One connection through the proxy. */
export interface Link {
  /** Bytes that were passed on so far. */
  readonly toServer: number;
  readonly toClient: number;
  /** Ends both sides at once, as a cable that is pulled and a router that resets. */
  cut(): void;
  /** Passes nothing on any more, in neither direction, and says nothing: as a firewall that forgot the connection. */
  stall(): void;
  /** After `stall`: what waits goes on its way. */
  goOn(): void;
  /** Ends the client's side; this is still on its way, and gets to the server then. */
  orphan(last: Buffer, then: Promise<void>): void;
}

/** Sees everything before it is passed on; what it returns is passed on instead. */
export type Inspector = (link: Link, data: Buffer, to: 'server' | 'client') => Buffer | null;

export interface TcpProxy {
  port: number;
  /** The URL with this proxy in between. */
  url: string;
  links: ReadonlySet<Link>;
  /** Connections that were ever made. */
  count(): number;
  cutAll(): void;
  /** What there is stalls, and what comes is taken and not answered. */
  stallAll(): void;
  /** New connections get through again; what stalled stays dead. */
  resume(): void;
  /** New connections are ended at once, or no more. */
  refuse(on: boolean): void;
  inspect(inspector: Inspector | null): void;
  /** Milliseconds that every piece waits. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** A TCP proxy in front of a PostgreSQL server, on 127.0.0.1. Connections through it use no TLS, so it can look inside. */
export async function startProxy(target: string): Promise<TcpProxy> {
  const there = new URL(target);
  const links = new Set<TcpLink>();
  let count = 0;
  let stalled = false;
  let refusing = false;
  let inspector: Inspector | null = null;
  let wait = 0;
  const server = createServer((client) => {
    count++;
    if (refusing) return void client.destroy();
    const link = new TcpLink(client, connect(Number(there.port), there.hostname), {
      pass: (data, to) => (inspector ? inspector(link, data, to) : data),
      wait: () => wait,
      closed: () => links.delete(link),
    });
    links.add(link);
    if (stalled) link.stall();
  });
  const port = await listen(server);
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  url.searchParams.set('sslmode', 'disable');
  return {
    port,
    url: url.href,
    links,
    count: () => count,
    cutAll: () => {
      for (const link of links) link.cut();
    },
    stallAll: () => {
      stalled = true;
      for (const link of links) link.stall();
    },
    resume: () => {
      stalled = false;
    },
    refuse: (on) => {
      refusing = on;
    },
    inspect: (next) => {
      inspector = next;
    },
    delay: (ms) => {
      wait = ms;
    },
    close: async () => {
      for (const link of links) link.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Handlers {
  pass(data: Buffer, to: 'server' | 'client'): Buffer | null;
  wait(): number;
  closed(): void;
}

class TcpLink implements Link {
  toServer = 0;
  toClient = 0;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #handlers: Handlers;
  #stalled = false;

  constructor(client: Socket, server: Socket, handlers: Handlers) {
    this.#client = client;
    this.#server = server;
    this.#handlers = handlers;
    this.#pipe(client, server, 'server');
    this.#pipe(server, client, 'client');
  }

  cut(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
    this.#handlers.closed();
  }

  stall(): void {
    this.#stalled = true;
    // What is not read fills the buffers of both systems, until neither side can write.
    this.#client.pause();
    this.#server.pause();
  }

  goOn(): void {
    this.#stalled = false;
    this.#client.resume();
    this.#server.resume();
  }

  orphan(last: Buffer, then: Promise<void>): void {
    this.#stalled = true;
    this.#client.resetAndDestroy();
    // While what is said before it is done the server would notice that nobody is there, and stop.
    this.#server.on('data', (data) => {
      if (data.includes('COMMIT\0', 'latin1')) this.#server.end();
    });
    void then.finally(() => this.#server.write(last));
    this.#handlers.closed();
  }

  #pipe(from: Socket, to: Socket, name: 'server' | 'client'): void {
    from.on('error', () => {});
    from.on('data', (data) => {
      const wait = this.#handlers.wait();
      if (wait > 0) setTimeout(() => this.#pass(data, from, to, name), wait);
      else this.#pass(data, from, to, name);
    });
    from.on('close', () => {
      // Nobody hears of the end of a stalled connection either.
      if (this.#stalled) return;
      to.end();
      this.#handlers.closed();
    });
  }

  #pass(data: Buffer, from: Socket, to: Socket, name: 'server' | 'client'): void {
    if (this.#stalled || to.destroyed) return;
    const passed = this.#handlers.pass(data, name);
    if (passed === null || to.destroyed) return;
    if (name === 'server') this.toServer += passed.length;
    else this.toClient += passed.length;
    if (to.write(passed)) return;
    from.pause();
    to.once('drain', () => {
      if (!this.#stalled) from.resume();
    });
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
