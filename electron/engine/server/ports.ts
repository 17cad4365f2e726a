import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on: the preferred one when it is free, else any. */
export async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await bind(preferred)) !== null) return preferred;
  const port = await bind(0);
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}

/** True when somebody listens on that port of 127.0.0.1. */
export async function isBusy(port: number): Promise<boolean> {
  return (await bind(port)) === null;
}

function bind(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Windows keeps ranges of ports for itself: EACCES.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
